"""How the three WGSL variants are launched."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
from numpy.typing import NDArray

from underhood_kernels.families.shared_memory import check_shared_memory
from underhood_kernels.gpu.buffers import empty
from underhood_kernels.launch import Launch, grid

if TYPE_CHECKING:
    from collections.abc import Mapping

Array = NDArray[np.float32]

BODY = 16  # bytes


def naive(bodies: Array, softening: Array, *, work_group: int) -> Launch:
    """Launch one thread per body."""
    return _launch(bodies, softening, work_group, {"work_group_size": work_group}, len(bodies))


def tiled(bodies: Array, softening: Array, *, work_group: int) -> Launch:
    """Launch one thread per body, with a tile of one body per thread in shared memory."""
    _check_tile("tiled.wgsl", work_group)
    return naive(bodies, softening, work_group=work_group)


def register_blocked(
    bodies: Array, softening: Array, *, work_group: int, per_thread: int, slices: int, unroll: int
) -> Launch:
    """Launch a thread per `per_thread` bodies and per slice of those that they meet."""
    if work_group % (slices * unroll):
        raise ValueError(
            f"nbody register_blocked: {work_group} threads don't divide into {slices} slices of a multiple of {unroll} "
            f"bodies: slices × unroll must divide the work-group size"
        )
    _check_tile("register_blocked.wgsl", work_group)
    rounds = len(bodies) // (slices * unroll)
    return _launch(bodies, softening, work_group // slices * per_thread, {}, rounds)  # the template knows the rest


def _launch(bodies: Array, softening: Array, block: int, constants: Mapping[str, int], rounds: int) -> Launch:
    """Launch a work group per `block` bodies, whose threads go round their loops so often."""
    return Launch(
        lambda: {
            "bodies": bodies,
            "count": np.uint32(len(bodies)),
            "squared": softening[0] ** 2,
            "result": empty((len(bodies), 3)),
        },
        grid(-(-len(bodies) // block)),
        constants,
        rounds=rounds,
    )


def _check_tile(shader: str, work_group: int) -> None:
    check_shared_memory(shader, BODY * work_group, "use smaller work groups")
