"""What the families that filter images have in common: their inputs, their tiles, and oracles that spare memory."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Literal

import numpy as np
from numpy.typing import NDArray

from underhood_kernels.family import Dimension
from underhood_kernels.inputs import generator
from underhood_kernels.launch import grid
from underhood_kernels.variant import Parameter

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    Block = NDArray[np.float64]
    Halo = tuple[tuple[int, int], tuple[int, int]]

Image = NDArray[np.float32]

VECTOR = 4  # pixels of a vec4
ROWS_AT_A_TIME = 64  # of an oracle: a block of them stays in a core's cache

DIMENSIONS = {
    "size": Dimension("rows", 512, 0, 16_384, (64, 128, 256, 512, 1024, 2048, 4096)),
    "columns": Dimension("columns", 512, 0, 16_384, (1, 64, 256, 512, 1024, 2048, 4096)),
}
TILE = {
    "width": Parameter("tile width", 32, (8, 16, 32, 64)),
    "height": Parameter("tile height", 8, (2, 4, 8, 16, 32)),
}
STRIP = {
    "width": Parameter("vectors side by side in a work group", 32, (8, 16, 32, 64)),
    "height": Parameter("threads one above the other in a work group", 4, (1, 2, 4, 8)),
    "rows": Parameter("rows per thread", 8, (1, 2, 4, 8, 16)),
}


def check_image(family: str, image: Any) -> Image:
    """Return `image` as a contiguous float32 matrix; raise `ValueError` for anything else."""
    array = np.asarray(image)
    if array.dtype != np.float32 or array.ndim != 2:
        raise ValueError(f"{family}: image must be a float32 matrix, not {array.dtype} of shape {array.shape}")
    return np.ascontiguousarray(array)


def random_image(family: str, size: int, seed: int, columns: int | None) -> tuple[Image, np.random.Generator]:
    """Return an image of `size` rows, zero-mean with variance 1, square without a number of `columns`.

    And the generator, for what else an example needs.
    """
    columns = size if columns is None else columns
    random = generator(family, seed, size=size, columns=columns)
    return random.standard_normal((size, columns), dtype=np.float32), random


def shape_of(image: Image) -> NDArray[np.uint32]:
    """Return the rows and columns of `image` as a shader takes them."""
    return np.array(image.shape, np.uint32)


def tiles(image: Image, width: int, height: int) -> tuple[int, int, int]:
    """Return a work group for every tile of `width` × `height` pixels, to be counted row by row."""
    rows, columns = image.shape
    return grid(-(-rows // height) * -(-columns // width))


def in_vectors(image: Image, border: Literal["constant", "edge"]) -> Image:
    """Return `image` with rows of whole vectors: what is added to a row is zero, or its last pixel again."""
    missing = -image.shape[1] % VECTOR
    return np.pad(image, ((0, 0), (0, missing)), mode=border) if missing and image.size else image


def blocks(image: Image, halo: Halo, border: Literal["constant", "edge"]) -> Iterator[tuple[int, int, Block]]:
    """Yield the image in float64, a few rows at a time: the first row, the one after the last, and with the halo.

    `halo` is how many pixels above and below, left and right. They are the image's own where it has any; outside it
    they are zero ("constant") or the nearest pixel ("edge").
    """
    rows = len(image)
    (above, below), sides = halo
    for top in range(0, rows if image.size else 0, ROWS_AT_A_TIME):
        bottom = min(rows, top + ROWS_AT_A_TIME)
        inside = image[max(0, top - above) : bottom + below].astype(np.float64)
        missing = (max(0, above - top), max(0, bottom + below - rows))
        yield top, bottom, np.pad(inside, (missing, sides), mode=border)


def by_rows(
    image: Image,
    function: Callable[[Block], Block],
    *,
    halo: Halo,
    border: Literal["constant", "edge"],
    dtype: type[np.floating[Any]],
) -> NDArray[Any]:
    """Apply `function` to `blocks` of the image; gigabytes then cost little more than their result, of type `dtype`."""
    result = np.empty(image.shape, dtype)
    with np.errstate(invalid="ignore", over="ignore", under="ignore"):  # ∞ − ∞ is NaN here as in every variant
        for top, bottom, block in blocks(image, halo, border):
            result[top:bottom] = function(block)
    return result


def correlate(block: Block, weights: NDArray[Any]) -> Block:
    """Return Σ weights[i, j] · block[r + i, c + j], as far as the weights lie on the block."""
    tall, wide = weights.shape
    rows, columns = block.shape[0] - tall + 1, block.shape[1] - wide + 1
    total = np.zeros((rows, columns))
    for i in range(tall):
        for j in range(wide):
            total += float(weights[i, j]) * block[i : i + rows, j : j + columns]
    return total
