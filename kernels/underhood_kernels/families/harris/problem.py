"""The problem: oracle, examples, costs and tolerance of Harris' corners."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import numpy as np
from numpy.typing import NDArray

from underhood_kernels.families.harris.bounded import Bounded, total
from underhood_kernels.families.harris.inputs import K, check_inputs
from underhood_kernels.families.harris.variants import VARIANTS
from underhood_kernels.families.images import DIMENSIONS, blocks, random_image
from underhood_kernels.families.sobel.problem import gradient
from underhood_kernels.family import Family
from underhood_kernels.rounding import UNIT

if TYPE_CHECKING:
    from collections.abc import Callable

Image = NDArray[np.float32]
Block = NDArray[np.float64]

HALO = ((2, 2), (2, 2))
WINDOW = 3


def example(size: int, seed: int = 0, *, columns: int | None = None) -> tuple[Image]:
    """Return a random image of `size` rows, zero-mean with variance 1; square without a number of `columns`."""
    return (random_image("harris", size, seed, columns)[0],)


def reference(image: Image) -> Image:
    """Return the responses computed in float64 and rounded once."""
    (image,) = check_inputs(image)

    def response(gradients: tuple[Block, Block], _: tuple[Block, Block]) -> Block:
        x, y = gradients
        xx, xy, yy = (sum(_windows(product)) for product in (x * x, x * y, y * y))
        return np.asarray(xx * yy - xy * xy - K * (xx + yy) ** 2)

    result: Image = _by_rows(image, response, np.float32)
    return result


def _by_rows(
    image: Image,
    function: Callable[[tuple[Block, Block], tuple[Block, Block]], Block],
    dtype: type[np.floating[Any]],
) -> NDArray[Any]:
    """Apply `function` to the gradients and their sums of magnitudes, with one more on each side, which may be zero."""
    result = np.empty(image.shape, dtype)
    with np.errstate(invalid="ignore", over="ignore", under="ignore"):  # ∞ − ∞ is NaN here as in every variant
        for top, bottom, block in blocks(image, HALO, "edge"):
            gradients, magnitudes = gradient(block), gradient(np.abs(block), 1)
            for around in (*gradients, *magnitudes):  # only pixels of the image count
                around[:, 0] = around[:, -1] = 0
                if top == 0:
                    around[0] = 0
                if bottom == len(image):
                    around[-1] = 0
            result[top:bottom] = function(gradients, magnitudes)
    return result


def _windows(products: Block) -> list[Block]:
    """Return each pixel's nine products as nine shifted arrays."""
    rows, columns = (n - WINDOW + 1 for n in products.shape)
    return [products[i : i + rows, j : j + columns] for i in range(WINDOW) for j in range(WINDOW)]


def flops(image: Image) -> int:
    """Return 8 for the gradient, 3 products, 3 sums of nine by sums of three in each direction, 7 for the response."""
    return (8 + 3 + 3 * 4 + 7) * image.size


def least_bytes(image: Image) -> int:
    """Return the image read once and the result written once."""
    return 2 * 4 * image.size


def tolerance(image: Image) -> NDArray[np.float64]:
    """Return each response's largest rounding error in float32, carried through the formula, see `Bounded`.

    A gradient is a sum of six terms, doubling is exact: it errs by at most γ₆ = 6u / (1 − 6u) times the sum of their
    magnitudes, whatever the order (Higham, Accuracy and Stability of Numerical Algorithms, 2002, eq. 3.4).
    """
    gamma = 6 * UNIT / (1 - 6 * UNIT)

    def bound(gradients: tuple[Block, Block], magnitudes: tuple[Block, Block]) -> Block:
        x, y = (Bounded(value, gamma * terms) for value, terms in zip(gradients, magnitudes, strict=True))
        xx, xy, yy = (
            total([Bounded(v, e) for v, e in zip(_windows(p.value), _windows(p.error), strict=True)])
            for p in (x * x, x * y, y * y)
        )
        k = Bounded(np.asarray(K), np.asarray(K * UNIT))
        trace = xx + yy
        response = xx * yy - xy * xy - k * trace * trace
        return response.error + UNIT * np.abs(response.value)  # the oracle is rounded once

    return _by_rows(image, bound, np.float64)


FAMILY = Family(
    name="harris",
    title="Harris corners",
    summary="Gradients, products, sums, response: four simple steps, and the question is whether they meet in memory.",
    dimensions=DIMENSIONS,
    example=example,
    reference=reference,
    flops=flops,
    bytes=least_bytes,
    tolerance=tolerance,
    variants=VARIANTS,
)
