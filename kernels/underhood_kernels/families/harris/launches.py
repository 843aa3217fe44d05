"""How the four WGSL variants are launched."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
from numpy.typing import NDArray

from underhood_kernels.families.harris.inputs import K
from underhood_kernels.families.images import VECTOR, in_vectors, shape_of, tiles
from underhood_kernels.families.shared_memory import check_shared_memory
from underhood_kernels.gpu.buffers import Empty, empty
from underhood_kernels.gpu.passes import Pass
from underhood_kernels.launch import Launch, Launches, grid

if TYPE_CHECKING:
    from collections.abc import Callable

    Buffers = Callable[[], dict[str, NDArray[np.generic] | Empty]]

Image = NDArray[np.float32]

BETWEEN = ("gx", "gy", "xx", "xy", "yy", "sum_xx", "sum_xy", "sum_yy")  # images that the four passes leave in memory


def four_passes(image: Image, *, work_group: int) -> Launches:
    """Launch one thread per pixel, four times."""
    plain, groups = _buffers(image), grid(-(-image.size // work_group))
    entries = ("gradients", "products", "sums", "response")
    return Launches(
        lambda: {**plain(), **{name: empty(image.shape) for name in BETWEEN}},
        [Pass(groups, entry, {"work_group_size": work_group, "k": K}) for entry in entries],
    )


def recomputed(image: Image, *, width: int, height: int) -> Launch:
    """Launch one thread per pixel, once."""
    return Launch(_buffers(image), tiles(image, width, height), {"width": width, "height": height, "k": K})


def fused(image: Image, *, width: int, height: int) -> Launch:
    """Launch the same threads, with shared memory for a work group's pixels and gradients, and those around them."""
    needed = ((width + 4) * (height + 4) + 2 * (width + 2) * (height + 2)) * 4
    check_shared_memory("fused.wgsl", needed, "use a smaller tile")
    return recomputed(image, width=width, height=height)


def registers(image: Image, *, width: int, height: int, rows: int) -> Launch:
    """Launch one thread per four columns and `rows` rows, over an image with rows of whole vectors."""
    tall, columns = image.shape
    vectors = -(-columns // VECTOR)

    def buffers() -> dict[str, NDArray[np.generic] | Empty]:
        shape = np.array([tall, vectors, columns, 0], np.uint32)
        return {"image": in_vectors(image, "edge"), "shape": shape, "result": empty((tall, vectors * VECTOR))}

    work_groups = grid(-(-vectors // width) * -(-tall // (height * rows)))
    return Launch(buffers, work_groups, {"k": K}, finish=lambda result: np.ascontiguousarray(result[:, :columns]))


def _buffers(image: Image) -> Buffers:
    return lambda: {"image": image, "shape": shape_of(image), "result": empty(image.shape)}
