"""Which passes make a transform of a power of two: the radix of each, and how many columns a work group takes."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field

from underhood_kernels.gpu.devices import device
from underhood_kernels.gpu.errors import LimitError


@dataclass(frozen=True)
class Radix:
    """One pass: an entry point that transforms columns of 2^log points, n / 2^log of them in each row."""

    entry: str
    log: int
    columns: int  # of a work group
    constants: dict[str, int] = field(default_factory=dict)


Plan = Callable[[int, int], list[Radix]]  # of log₂ of the points, 1 or more, and of the number of rows


def radix2_plan(work_group: int) -> Plan:
    """Return the plan of one stage a pass."""
    constants = {"work_group_size": work_group}
    return lambda log, rows: [Radix("radix2", 1, work_group, constants)] * log  # noqa: ARG005 - as every plan


def radix4_plan(work_group: int) -> Plan:
    """Return the plan of two stages a pass, the first alone if their number is odd."""
    constants = {"work_group_size": work_group}
    single, double = (Radix(f"radix{1 << log}", log, work_group, constants) for log in (1, 2))
    return lambda log, rows: [single] * (log % 2) + [double] * (log // 2)  # noqa: ARG005


def shared_plan(work_group: int) -> Plan:
    """Return the plan of passes in shared memory, two points for each of `work_group` threads."""
    tile = _log("work_group", work_group) + 1
    constants = {"work_group_size": work_group}

    def plan(log: int, rows: int) -> list[Radix]:  # noqa: ARG001
        # Of several passes each keeps four columns side by side: a memory sector of 32 bytes.
        sizes = [log] if log <= tile else split(log, max(1, tile - 2))
        return [Radix("shared_stages", size, 1 << (tile - size), constants) for size in sizes]

    return plan


def registers_plan(tile: int, radix: int, per_thread: int) -> Plan:
    """Return the plan of passes of at most `radix` points a column, `tile` a work group and `per_thread` a thread."""
    log_tile, most, bits = _log("tile", tile), _log("radix", radix), _log("per_thread", per_thread)
    if not 1 <= bits <= 4:
        raise ValueError(f"per_thread must be 2, 4, 8 or 16, not {per_thread}")
    if not 2 * bits <= most <= log_tile:
        raise ValueError(
            f"radix must be at least {per_thread}² = {per_thread**2} and at most the tile of {tile} points, not {radix}"
        )
    limit = "max-compute-workgroup-storage-size"
    needed, available = 4 * max(32, tile), device().limits[limit]
    if needed > available:  # the driver doesn't check sizes that come from an override
        raise LimitError(
            f"registers.wgsl: a tile of {tile} points needs {needed:,} bytes, but this adapter's {limit} is "
            f"{available:,}: use {available // 4} points or fewer"
        )

    def plan(log: int, rows: int) -> list[Radix]:
        passes = []
        for size in split(log, most):
            columns = rows << (log - size)
            log_columns = min(log_tile - size, (columns - 1).bit_length())  # no more than there are
            constants = {
                "work_group_size": 1 << (size + log_columns - bits),
                "log_radix": size,
                "log_columns": log_columns,
                "log_first": (size - 1) % bits + 1,
                "points": max(32, 1 << (size + log_columns)),
            }
            passes.append(Radix("registers", size, 1 << log_columns, constants))
        return passes

    return plan


def split(log: int, most: int) -> list[int]:
    """Return `log` as a sum of as few parts of at most `most` as can be, nearly equal, the larger first."""
    parts = -(-log // most)
    return [log // parts + (part < log % parts) for part in range(parts)]


def _log(name: str, value: int) -> int:
    if value & (value - 1):
        raise ValueError(f"{name} must be a power of two, not {value}")
    return value.bit_length() - 1
