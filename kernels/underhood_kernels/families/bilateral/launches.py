"""How the three WGSL variants are launched."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
from numpy.typing import NDArray

from underhood_kernels.families.bilateral.inputs import RANGE, SPACE
from underhood_kernels.families.images import VECTOR, in_vectors, tiles
from underhood_kernels.families.shared_memory import check_shared_memory
from underhood_kernels.gpu.buffers import Empty, empty
from underhood_kernels.launch import Launch, grid

if TYPE_CHECKING:
    from collections.abc import Mapping

Image = NDArray[np.float32]
Radius = NDArray[np.int32]
Buffers = dict[str, NDArray[np.generic] | Empty]

FALL_OFF = {"far": 1 / (2 * SPACE**2), "near": 1 / (2 * RANGE**2)}


def naive(image: Image, radius: Radius, *, width: int, height: int) -> Launch:
    """Launch one thread per pixel."""
    return _tiled(image, radius, {"width": width, "height": height, **FALL_OFF})


def shared_halo(image: Image, radius: Radius, *, width: int, height: int) -> Launch:
    """Launch the same threads, with shared memory for a work group's pixels and those around them."""
    reach = int(radius[0])
    needed = (width + 2 * reach) * (height + 2 * reach) * 4
    check_shared_memory("shared_halo.wgsl", needed, "use a smaller tile or radius")
    return _tiled(image, radius, {"width": width, "height": height, "radius": reach, **FALL_OFF})


def registers(image: Image, *, width: int, height: int) -> Launch:
    """Launch one thread per four columns of a row, over an image with rows of whole vectors."""
    rows, columns = image.shape
    vectors = -(-columns // VECTOR)

    def buffers() -> Buffers:
        shape = np.array([rows, vectors], np.uint32)
        return {"image": in_vectors(image, "edge"), "shape": shape, "result": empty((rows, vectors * VECTOR))}

    work_groups = grid(-(-vectors // width) * -(-rows // height))
    return Launch(buffers, work_groups, {}, finish=lambda result: np.ascontiguousarray(result[:, :columns]))


def _tiled(image: Image, radius: Radius, constants: Mapping[str, float]) -> Launch:
    def buffers() -> Buffers:
        shape = np.array([*image.shape, radius[0], 0], np.uint32)
        return {"image": image, "shape": shape, "result": empty(image.shape)}

    across = 2 * int(radius[0]) + 1
    groups = tiles(image, int(constants["width"]), int(constants["height"]))
    return Launch(buffers, groups, constants, rounds=across * (across + 1))
