"""How the WGSL variants are launched: over their own results until one is left, or once."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import numpy as np
from numpy.typing import NDArray

from underhood_kernels.gpu.buffers import empty
from underhood_kernels.gpu.passes import Pass
from underhood_kernels.launch import Launch, Launches, grid

if TYPE_CHECKING:
    from collections.abc import Mapping

Vector = NDArray[np.float32]


def interleaved(values: Vector, *, work_group: int) -> Launches:
    """Launch one thread per value."""
    return _until_one_is_left(values, work_group, {"work_group_size": work_group})


sequential = interleaved  # the same threads; what differs is which of them combine


def first_add(values: Vector, *, work_group: int) -> Launches:
    """Launch one thread per two values."""
    return _until_one_is_left(values, 2 * work_group, {"work_group_size": work_group})


def vec4(values: Vector, *, work_group: int, per_thread: int) -> Launches:
    """Launch one thread per `per_thread` vectors of four."""
    constants = {"work_group_size": work_group, "per_thread": per_thread}
    return _until_one_is_left(values, 4 * per_thread * work_group, constants)


subgroups = vec4  # the same threads; what differs is how they share


def single_pass(values: Vector, *, work_group: int, per_thread: int) -> Launch:
    """Launch one work group per block; the last of them finishes the rest."""
    blocks = max(1, -(-len(values) // (4 * per_thread * work_group)))

    def buffers() -> dict[str, Any]:
        status = np.zeros(blocks + 1, np.uint32)  # what the kernel counts on at its first run
        return {"values": values, "count": np.uint32(len(values)), "status": status, "result": empty(1)}

    constants = {"work_group_size": work_group, "per_thread": per_thread, "blocks": blocks}
    return Launch(buffers, grid(blocks), constants)


def _until_one_is_left(values: Vector, block: int, constants: Mapping[str, int]) -> Launches:
    """Launch passes that each leave one value of `block`; what is left is the next one's input."""
    if block < 2:
        raise ValueError("a work group of one thread leaves as many values as there were: use 2 threads or more")
    buffers: dict[str, Any] = {"values": values}
    passes: list[Pass] = []
    source, left = "values", len(values)
    while not passes or left > 1:
        number = len(passes)
        buffers[f"count{number}"] = np.uint32(left)
        left = max(1, -(-left // block))
        target = f"partial{number}" if left > 1 else "result"
        buffers[target] = empty(left)
        named = {"values": source, "count": f"count{number}", "result": target}
        passes.append(Pass(grid(left), constants=constants, buffers=named))
        source = target
    return Launches(lambda: buffers, passes)
