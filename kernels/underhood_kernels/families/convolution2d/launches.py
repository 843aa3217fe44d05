"""How the three WGSL variants are launched."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
from numpy.typing import NDArray

from underhood_kernels.families.convolution2d.parts import parts_of
from underhood_kernels.families.images import VECTOR, in_vectors, tiles
from underhood_kernels.families.shared_memory import check_shared_memory
from underhood_kernels.gpu.buffers import Empty, empty
from underhood_kernels.launch import Launch, grid

if TYPE_CHECKING:
    from collections.abc import Mapping

Image = NDArray[np.float32]
Buffers = dict[str, NDArray[np.generic] | Empty]

MOST_TAPS = 32  # rows and columns of a mask that meet a tile in shared memory at a time


def naive(image: Image, mask: Image, *, width: int, height: int) -> Launch:
    """Launch one thread per pixel."""
    return _tiled(image, mask, {"width": width, "height": height})


def shared_halo(image: Image, mask: Image, *, width: int, height: int) -> Launch:
    """Launch one thread per pixel, with shared memory for a work group's pixels and those around them."""
    tall, wide = (min(n, MOST_TAPS) for n in mask.shape)
    needed = (width + wide - 1) * (height + tall - 1) * 4
    check_shared_memory("shared_halo.wgsl", needed, "use a smaller tile")
    return _tiled(image, mask, {"width": width, "height": height, "tall": tall, "wide": wide})


def registers(image: Image, mask: Image, *, width: int, height: int, rows: int) -> Launch:
    """Launch one thread per four columns and `rows` rows, over an image with rows of whole vectors."""
    tall, columns = image.shape
    vectors = -(-columns // VECTOR)

    def buffers() -> Buffers:
        return {
            "image": in_vectors(image, "constant"),
            "weights": parts_of(*mask.shape).weights(mask),
            "shape": np.array([tall, vectors], np.uint32),
            "result": empty((tall, vectors * VECTOR)),
        }

    work_groups = grid(-(-vectors // width) * -(-tall // (height * rows)))
    return Launch(buffers, work_groups, {}, finish=lambda result: np.ascontiguousarray(result[:, :columns]))


def _tiled(image: Image, mask: Image, constants: Mapping[str, int]) -> Launch:
    def buffers() -> Buffers:
        shape = np.array([*image.shape, *mask.shape], np.uint32)
        return {"image": image, "mask": mask, "shape": shape, "result": empty(image.shape)}

    return Launch(buffers, tiles(image, constants["width"], constants["height"]), constants)
