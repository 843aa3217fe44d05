"""The problem: oracle, examples, costs and tolerance of Sobel's edges."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from underhood_kernels.families.images import DIMENSIONS, by_rows, random_image
from underhood_kernels.families.sobel.inputs import check_inputs
from underhood_kernels.families.sobel.variants import VARIANTS
from underhood_kernels.family import Family
from underhood_kernels.rounding import TINY, UNIT

Image = NDArray[np.float32]
Block = NDArray[np.float64]

HALO = ((1, 1), (1, 1))


def example(size: int, seed: int = 0, *, columns: int | None = None) -> tuple[Image]:
    """Return a random image of `size` rows, zero-mean with variance 1; square without a number of `columns`."""
    return (random_image("sobel", size, seed, columns)[0],)


def reference(image: Image) -> Image:
    """Return the gradients' lengths computed in float64 and rounded once."""
    (image,) = check_inputs(image)

    def length(block: Block) -> Block:
        x, y = gradient(block)
        return np.sqrt(x * x + y * y)

    result: Image = by_rows(image, length, halo=HALO, border="edge", dtype=np.float32)
    return result


def gradient(block: Block, sign: int = -1) -> tuple[Block, Block]:
    """Return the gradient across and down of all pixels but the outermost; with `sign` 1 sums, not differences."""
    down = block[:-2] + 2 * block[1:-1] + block[2:]
    across = block[:, :-2] + 2 * block[:, 1:-1] + block[:, 2:]
    return down[:, 2:] + sign * down[:, :-2], across[2:] + sign * across[:-2]


def flops(image: Image) -> int:
    """Return a doubling, two sums and a difference in each direction; then two squares, their sum and a root."""
    return 12 * image.size


def least_bytes(image: Image) -> int:
    """Return the image read once and the result written once."""
    return 2 * 4 * image.size


def tolerance(image: Image) -> NDArray[np.float64]:
    """Return each length's largest rounding error in float32, whatever the order of summation.

    A gradient is a sum of six terms, doubling is exact: it errs by at most γ₆ = 6u / (1 − 6u) times the sum of their
    magnitudes (Higham, Accuracy and Stability of Numerical Algorithms, 2002, eq. 3.4), and a length by no more than the
    length of both errors. Two squares and a sum add 2u to what is under the root, so u to the root; the root itself may
    err by 4.5 units in the last place, which are 9u (WGSL: as 1 / inverseSqrt); one u more for the oracle. Squares that
    are too small for float32 vanish.
    """

    def bound(block: Block) -> Block:
        x, y = gradient(block)
        off_x, off_y = (6 * UNIT / (1 - 6 * UNIT) * total for total in gradient(np.abs(block), 1))
        off = np.sqrt(off_x * off_x + off_y * off_y)
        return np.asarray(off + 12 * UNIT * (np.sqrt(x * x + y * y) + off) + np.sqrt(3 * TINY))

    return by_rows(image, bound, halo=HALO, border="edge", dtype=np.float64)


FAMILY = Family(
    name="sobel",
    title="Sobel edges",
    summary="How steep an image is at every pixel: eight neighbours for each, and hardly any arithmetic.",
    dimensions=DIMENSIONS,
    example=example,
    reference=reference,
    flops=flops,
    bytes=least_bytes,
    tolerance=tolerance,
    variants=VARIANTS,
)
