"""How kernels that treat every element alike are launched: the four steps that `copy` and `saxpy` have in common."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from underhood_kernels.ladder import WORK_GROUP
from underhood_kernels.launch import Launch, grid
from underhood_kernels.variant import Parameter

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    Buffers = Callable[[], Mapping[str, Any]]

WIDTH = 4  # elements of a vec4
MOST_REGISTERS = 32  # vectors of a thread: 128 registers of the 255 that the largest have
GRID_STRIDE = {
    "work_group": WORK_GROUP,
    "groups": Parameter("work groups", 256, (16, 64, 256, 1024, 4096)),
}
BLOCKS = {
    "work_group": WORK_GROUP,
    "per_thread": Parameter("vectors per thread", 2, (1, 2, 4, 8, 16)),
}


def scalar(buffers: Buffers, length: int, work_group: int) -> Launch:
    """Launch one thread per element."""
    return Launch(buffers, grid(-(-length // work_group)), {"work_group_size": work_group})


def vec4(buffers: Buffers, length: int, work_group: int) -> Launch:
    """Launch one thread per vector of four elements, the last of which may be a part."""
    return scalar(buffers, -(-length // WIDTH), work_group)


def grid_stride(buffers: Buffers, work_group: int, groups: int) -> Launch:
    """Launch as many work groups as asked for, whatever the length: each thread goes on until the end."""
    return Launch(buffers, (groups, 1, 1), {"work_group_size": work_group})


def blocks(buffers: Buffers, length: int, work_group: int, per_thread: int) -> Launch:
    """Launch one work group per contiguous block of `work_group` × `per_thread` vectors, which stay in registers."""
    if per_thread > MOST_REGISTERS:
        raise ValueError(
            f"a thread holds its vectors in registers: per_thread must be {MOST_REGISTERS} or less, not {per_thread}"
        )
    return Launch(buffers, grid(-(-length // (WIDTH * work_group * per_thread))), {"work_group_size": work_group})
