"""How the WGSL variants are launched: states and then their merging, or a tree in passes until one value is left."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import numpy as np
from numpy.typing import NDArray

from underhood_kernels.families.shared_memory import check_shared_memory
from underhood_kernels.gpu.buffers import empty
from underhood_kernels.gpu.passes import Pass
from underhood_kernels.launch import Launches, grid

if TYPE_CHECKING:
    from collections.abc import Mapping

Vector = NDArray[np.float32]

WIDTH = 4  # values of a vec4
STATE = 3  # numbers of a sum's state
MOST_REGISTERS = 32  # vectors of a thread: 128 registers of the 255 that the largest have


def scalar(values: Vector, *, work_group: int, per_thread: int) -> Launches:
    """Launch one thread per `per_thread` values."""
    check_shared_memory("scalar.wgsl", 4 * STATE * work_group, "use fewer threads")
    return _states(values, work_group * per_thread, {"work_group_size": work_group, "per_thread": per_thread})


def vec4(values: Vector, *, work_group: int, per_thread: int) -> Launches:
    """Launch one thread per `per_thread` vectors of four."""
    _check_registers(per_thread)
    check_shared_memory("vec4.wgsl", 4 * WIDTH * STATE * work_group, "use fewer threads")
    return _states(values, WIDTH * work_group * per_thread, {"work_group_size": work_group})


def tree(values: Vector, *, work_group: int) -> Launches:
    """Launch one thread per value, pass after pass."""
    return _until_one_is_left(values, work_group, {"work_group_size": work_group})


def registers(values: Vector, *, work_group: int, per_thread: int) -> Launches:
    """Launch one thread per `per_thread` vectors of four, pass after pass."""
    _check_registers(per_thread)
    return _until_one_is_left(values, WIDTH * work_group * per_thread, {"work_group_size": work_group})


def _check_registers(per_thread: int) -> None:
    if per_thread > MOST_REGISTERS:
        raise ValueError(
            f"a thread holds its vectors in registers: per_thread must be {MOST_REGISTERS} or less, not {per_thread}"
        )


def _states(values: Vector, block: int, constants: Mapping[str, int]) -> Launches:
    groups = max(1, -(-len(values) // block))
    buffers = {
        "values": values,
        "sizes": np.array([len(values), 0], np.uint32),
        "states": empty(STATE * groups),
        "result": empty(1),
    }
    return Launches(lambda: buffers, [Pass(grid(groups), "main", constants), Pass((1, 1, 1), "finish", constants)])


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
