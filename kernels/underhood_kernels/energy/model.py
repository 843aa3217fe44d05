"""The model: picojoules for each operation and for each byte, from a publication.

M. Horowitz: Computing's energy problem (and what we can do about it), ISSCC 2014, pages 10 to 14, figure 1.1.9: rough
energy costs in a 45 nm process at 0.9 V. A cache access is of 64 bits. On today's processes all of them are several
times smaller, arithmetic and small memories more so than large ones; what the figures teach is their ratio.

Not counted are fetching and decoding instructions (the paper: some 70 pJ each on a general processor), leakage, and
what a machine uses while it waits.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from underhood_kernels.energy.reading import Energy

if TYPE_CHECKING:
    from collections.abc import Mapping

SOURCE = "45 nm at 0.9 V, Horowitz, ISSCC 2014, figure 1.1.9"
PICO = 1e-12
# Picojoules of an addition and of a multiplication.
OPERATIONS = {
    "int8": (0.03, 0.2),
    "int32": (0.1, 3.1),
    "float16": (0.4, 1.1),
    "float32": (0.9, 3.7),
}
# Picojoules of an access of 8 bytes: the lowest and the highest figure.
LEVELS = {
    "8 KiB cache": (10.0, 10.0),
    "32 KiB cache": (20.0, 20.0),
    "1 MiB cache": (100.0, 100.0),
    "DRAM": (1300.0, 2600.0),
}
ACCESS = 8  # bytes
SAME_COST = {"uint8": "int8", "uint32": "int32", "complex64": "float32"}  # complex operations are counted as real ones


def model(
    flops: float,
    nbytes: float | Mapping[str, float],
    dtype: str = "float32",
    *,
    multiplications: float = 0.5,
    seconds: float | None = None,
) -> Energy:
    """Return the energy that a model gives to so many operations and bytes.

    >>> both = model(2e9, 8e6)
    >>> print(both.label)
    6.55 mJ (model)
    >>> {name: f"{joules:.5f} J" for name, joules in both.parts.items()}
    {'additions': '0.00090 J', 'multiplications': '0.00370 J', 'DRAM': '0.00195 J'}

    `flops` are operations, of which `multiplications` is the share that multiplies: half of them in a multiply-add.
    `nbytes` are moved to and from DRAM, or a mapping gives them by level (`"DRAM"`, `"1 MiB cache"`, `"32 KiB cache"`,
    `"8 KiB cache"`). Types are float32, float16, int32 and int8. Raises `ValueError` for what the source has no figure
    of.
    """
    kind = SAME_COST.get(str(dtype), str(dtype))
    if kind not in OPERATIONS:
        raise ValueError(f"the model has no figure for {dtype}: it knows {', '.join(OPERATIONS)} ({SOURCE})")
    moved = {"DRAM": nbytes} if isinstance(nbytes, int | float) else dict(nbytes)
    unknown = sorted(moved.keys() - LEVELS.keys())
    if unknown:
        raise ValueError(f"the model has no memory {unknown[0]!r}: it knows {', '.join(LEVELS)}")
    if flops < 0 or min(moved.values(), default=0) < 0 or not 0 <= multiplications <= 1:
        raise ValueError("operations and bytes are counts, and the share of multiplications lies between 0 and 1")
    add, multiply = OPERATIONS[kind]
    work = {
        "additions": flops * (1 - multiplications) * add * PICO,
        "multiplications": flops * multiplications * multiply * PICO,
    }
    accesses = {level: count / ACCESS * PICO for level, count in moved.items()}
    parts = {level: accesses[level] * sum(LEVELS[level]) / 2 for level in accesses}
    least, most = (sum(work.values()) + sum(accesses[name] * LEVELS[name][n] for name in accesses) for n in (0, 1))
    return Energy(
        joules=sum(work.values()) + sum(parts.values()),
        seconds=seconds,
        kind="model",
        source=SOURCE,
        covers=f"{kind} operations and the bytes moved; no instructions, no leakage, no idle machine",
        resolution="an order of magnitude: ratios hold better than joules; today's processes use several times less",
        parts={name: joules for name, joules in {**work, **parts}.items() if joules},
        least=least if least < most else None,
        most=most if least < most else None,
    )
