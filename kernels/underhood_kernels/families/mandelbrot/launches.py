"""How the four WGSL variants are launched."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
from numpy.typing import NDArray

from underhood_kernels.gpu.buffers import empty
from underhood_kernels.launch import Launch, grid

if TYPE_CHECKING:
    from collections.abc import Mapping

Axis = NDArray[np.float32]
Limit = NDArray[np.uint32]

MOST_UNTESTED = 4  # iterations that keep |z|² in float32's range from anywhere that the inputs allow


def naive(x: Axis, y: Axis, limit: Limit, *, work_group: int) -> Launch:
    """Launch one thread per point, work groups along the rows."""
    return _launch(x, y, limit, -(-len(x) * len(y) // work_group), {"work_group_size": work_group})


def tiles(x: Axis, y: Axis, limit: Limit, *, width: int, height: int) -> Launch:
    """Launch one thread per point, a work group per tile of `width` × `height` points."""
    work_groups = -(-len(x) // width) * -(-len(y) // height)
    return _launch(x, y, limit, work_groups, {"width": width, "height": height})


def unrolled(x: Axis, y: Axis, limit: Limit, *, width: int, height: int, unroll: int) -> Launch:
    """Launch one thread per point in tiles; `unroll` iterations are done between two tests."""
    if unroll > MOST_UNTESTED:
        raise ValueError(
            f"mandelbrot: unroll must be {MOST_UNTESTED} or less, not {unroll}: "
            f"after more iterations without a test, |z|² may leave float32's range"
        )
    work_groups = -(-len(x) // width) * -(-len(y) // height)
    return _launch(x, y, limit, work_groups, {})  # the template knows the rest


interior = unrolled  # the same threads; what differs is which of them iterate


def _launch(x: Axis, y: Axis, limit: Limit, work_groups: int, constants: Mapping[str, int]) -> Launch:
    return Launch(
        lambda: {
            "x": x,
            "y": y,
            "view": np.array([len(y), len(x), limit[0], 0], np.uint32),
            "result": empty((len(y), len(x)), np.uint32),
        },
        grid(work_groups),
        constants,
        rounds=int(limit[0]),
    )
