"""How the three WGSL variants are launched."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, NamedTuple

import numpy as np
from numpy.typing import NDArray

from underhood_kernels.families.path_tracer import paths
from underhood_kernels.families.shared_memory import check_shared_memory
from underhood_kernels.gpu.buffers import empty
from underhood_kernels.launch import Launch, grid

if TYPE_CHECKING:
    from collections.abc import Mapping

Floats = NDArray[np.float32]
Sizes = NDArray[np.uint32]

SUM = 16  # bytes: a vector of three takes as many as one of four


class Division(NamedTuple):
    """How the work is divided."""

    work_groups: int
    paths: int  # that a thread follows
    constants: Mapping[str, float]


def naive(camera: Floats, spheres: Floats, sizes: Sizes, *, width: int, height: int) -> Launch:
    """Launch one thread per pixel, a work group per tile of `width` × `height` pixels."""
    tiles = -(-int(sizes[0]) // height) * -(-int(sizes[1]) // width)
    return _launch(camera, spheres, sizes, Division(tiles, int(sizes[2]), {"width": width, "height": height}))


regenerated = naive  # the same threads; what differs is when they begin a path


def samples_apart(camera: Floats, spheres: Floats, sizes: Sizes, *, work_group: int, sharing: int) -> Launch:
    """Launch `sharing` threads per pixel, in work groups along the rows."""
    if work_group % sharing:
        raise ValueError(
            f"path_tracer: {work_group} threads don't divide into pixels of {sharing}: "
            f"sharing must divide the work-group size"
        )
    check_shared_memory("samples_apart.wgsl", SUM * work_group, "use smaller work groups")
    work_groups = -(-int(sizes[0]) * int(sizes[1]) // (work_group // sharing))
    constants = {"work_group_size": work_group, "sharing": sharing}
    return _launch(camera, spheres, sizes, Division(work_groups, -(-int(sizes[2]) // sharing), constants))


def _launch(camera: Floats, spheres: Floats, sizes: Sizes, division: Division) -> Launch:
    rows, columns, samples = map(int, sizes)

    def buffers() -> dict[str, Any]:
        return {
            "camera": np.pad(camera, ((0, 0), (0, 1))),  # WGSL's vectors of three stand 16 bytes apart
            "spheres": spheres,
            "sizes": np.array([rows, columns, samples, len(spheres)], np.uint32),
            "result": empty((rows, columns, 3)),
        }

    # a round of the samples' loop, at most one for each segment, and one for each sphere that it may meet
    rounds = division.paths * (1 + paths.SEGMENTS * (1 + len(spheres)))
    return Launch(buffers, grid(division.work_groups), division.constants, rounds=rounds)
