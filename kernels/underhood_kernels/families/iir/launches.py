"""How the three WGSL variants are launched: the blocks' states are scanned by levels, each a few times fewer."""

from __future__ import annotations

from typing import Any

import numpy as np
from numpy.typing import NDArray

from underhood_kernels.families.iir.inputs import transition
from underhood_kernels.gpu.buffers import empty
from underhood_kernels.gpu.devices import device
from underhood_kernels.gpu.errors import LimitError
from underhood_kernels.gpu.passes import Pass
from underhood_kernels.launch import Launch, Launches, grid

Matrix = NDArray[np.float32]

GROUP = 32  # blocks of a group, and groups of the next one


def per_channel(signal: Matrix, sections: Matrix, *, work_group: int) -> Launch:
    """Launch one thread per channel."""
    channels, length = signal.shape

    def buffers() -> dict[str, Any]:
        return {
            "signal": signal.reshape(-1),
            "sections": _coefficients(sections),
            "sizes": np.array([channels, length], np.uint32),
            "result": empty((channels, length)),
        }

    rounds = len(sections) * (length + 1)
    return Launch(buffers, grid(-(-channels // work_group)), {"work_group_size": work_group}, rounds=rounds)


def blocks(signal: Matrix, sections: Matrix, *, work_group: int, block: int) -> Launches:
    """Launch one thread per block of `block` samples, for one section after the other."""
    channels, length = signal.shape
    count = max(1, -(-length // block))  # of a channel
    constants = {"work_group_size": work_group, "group_size": GROUP}
    buffers: dict[str, Any] = {"signal": signal.reshape(-1), "result": empty((channels, length))}
    passes: list[Pass] = []
    source = "signal"
    for number, section in enumerate(sections):
        target = "result" if (len(sections) - number) % 2 else "other"
        buffers.setdefault(target, empty((channels, length)))
        buffers[f"section {number}"] = _coefficients(section[None])
        sizes = _sizes(buffers, channels, length, count, block)
        named = {"source": source, "section": f"section {number}", "sizes": sizes, "result": target}
        work_groups = grid(-(-channels * count // work_group))
        passes.append(Pass(work_groups, "reduce", constants, {**named, "states": "states 0"}))
        passes.extend(_scan(buffers, section, (channels, count, block), number, constants))
        passes.append(Pass(work_groups, "filter_block", constants, {**named, "states": "states 0"}))
        source = target
    return Launches(lambda: buffers, passes)


def tiled(signal: Matrix, sections: Matrix, *, work_group: int, block: int) -> Launches:
    """Launch the same passes, whose work groups have a tile of 33 samples for each thread."""
    limit = "max-compute-workgroup-storage-size"
    needed, most = 4 * 33 * work_group, device().limits[limit]
    if needed > most:  # the driver doesn't check sizes that come from an override
        raise LimitError(
            f"tiled.wgsl: a tile for {work_group} threads needs {needed:,} bytes, but this adapter's {limit} is "
            f"{most:,}: use {most // (4 * 33)} threads or fewer"
        )
    return blocks(signal, sections, work_group=work_group, block=block)


def _scan(
    buffers: dict[str, Any], section: Matrix, shape: tuple[int, int, int], number: int, constants: dict[str, int]
) -> list[Pass]:
    """Return the passes that put the blocks' starts in place of their ends: up the levels, and down again."""
    channels, count, block = shape
    up: list[Pass] = []
    down: list[Pass] = []
    power = np.linalg.matrix_power(transition(section), block)
    level = 0
    while True:
        groups = -(-count // GROUP)
        buffers[f"states {level}"] = empty(2 * max(1, channels * count))
        buffers[f"power {number} {level}"] = power.astype(np.float32).reshape(-1)
        top = groups == 1
        named = {
            "sizes": _sizes(buffers, channels, 0, count, 0),
            "states": f"states {level}",
            "above": "zeros" if top else f"states {level + 1}",
            "power": f"power {number} {level}",
        }
        work_groups = grid(-(-channels * groups // constants["work_group_size"]))
        if not top:
            up.append(Pass(work_groups, "combine", constants, named))
        down.append(Pass(work_groups, "spread", constants, named))
        if top:
            buffers["zeros"] = np.zeros(2 * max(1, channels), np.float32)
            return [*up, *reversed(down)]
        count, level, power = groups, level + 1, np.linalg.matrix_power(power, GROUP)


def _sizes(buffers: dict[str, Any], channels: int, length: int, count: int, block: int) -> str:
    name = f"sizes {count} {block}"
    buffers[name] = np.array([channels * count, length, count, block], np.uint32)
    return name


def _coefficients(sections: Matrix) -> NDArray[np.float32]:
    """Return each section as two vectors of four: b₀, b₁, b₂, 0 and a₁, a₂, 0, 0."""
    rows = np.zeros((len(sections), 8), np.float32)
    rows[:, :3], rows[:, 4:6] = sections[:, :3], sections[:, 3:]
    return rows.reshape(-1)
