"""How the three WGSL variants are launched."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from underhood_kernels.families.images import VECTOR, in_vectors, shape_of, tiles
from underhood_kernels.families.shared_memory import check_shared_memory
from underhood_kernels.gpu.buffers import Empty, empty
from underhood_kernels.launch import Launch, grid

Image = NDArray[np.float32]
Buffers = dict[str, NDArray[np.generic] | Empty]


def naive(image: Image, *, width: int, height: int) -> Launch:
    """Launch one thread per pixel."""

    def buffers() -> Buffers:
        return {"image": image, "shape": shape_of(image), "result": empty(image.shape)}

    return Launch(buffers, tiles(image, width, height), {"width": width, "height": height})


def shared_halo(image: Image, *, width: int, height: int) -> Launch:
    """Launch the same threads, with shared memory for a work group's pixels and those around them."""
    check_shared_memory("shared_halo.wgsl", (width + 2) * (height + 2) * 4, "use a smaller tile")
    return naive(image, width=width, height=height)


def registers(image: Image, *, width: int, height: int, rows: int) -> Launch:
    """Launch one thread per four columns and `rows` rows, over an image with rows of whole vectors."""
    tall, columns = image.shape
    vectors = -(-columns // VECTOR)

    def buffers() -> Buffers:
        shape = np.array([tall, vectors], np.uint32)
        return {"image": in_vectors(image, "edge"), "shape": shape, "result": empty((tall, vectors * VECTOR))}

    work_groups = grid(-(-vectors // width) * -(-tall // (height * rows)))
    return Launch(buffers, work_groups, {}, finish=lambda result: np.ascontiguousarray(result[:, :columns]))
