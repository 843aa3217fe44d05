"""The problem: oracle, examples, costs and tolerance of a bilateral filter."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
from numpy.typing import NDArray

from underhood_kernels.families.bilateral.inputs import RANGE, SPACE, check_inputs
from underhood_kernels.families.bilateral.variants import VARIANTS
from underhood_kernels.families.images import DIMENSIONS, by_rows, random_image
from underhood_kernels.family import Dimension, Family
from underhood_kernels.rounding import TINY, UNIT

if TYPE_CHECKING:
    from collections.abc import Iterator

Image = NDArray[np.float32]
Radius = NDArray[np.int32]
Block = NDArray[np.float64]


def example(size: int, seed: int = 0, *, columns: int | None = None, radius: int = 3) -> tuple[Image, Radius]:
    """Return a random image of `size` rows, zero-mean with variance 1, and a radius.

    The image is square without a number of `columns`.
    """
    image, _ = random_image("bilateral", size, seed, columns)
    return check_inputs(image, np.array([radius], np.int32))


def reference(image: Image, radius: Radius) -> Image:
    """Return the filtered image computed in float64 and rounded once."""
    image, radius = check_inputs(image, radius)
    reach = int(radius[0])
    sides = (reach, reach)
    result: Image = by_rows(
        image, lambda block: _mean(block, reach)[0], halo=(sides, sides), border="edge", dtype=np.float32
    )
    return result


def _neighbours(block: Block, reach: int) -> Iterator[tuple[Block, Block]]:
    """Yield for each neighbour of the inner pixels its value and the exponent of its weight, without the sign."""
    rows, columns = (n - 2 * reach for n in block.shape)
    pixels = block[reach : reach + rows, reach : reach + columns]
    for i in range(2 * reach + 1):
        for j in range(2 * reach + 1):
            neighbour = block[i : i + rows, j : j + columns]
            far = ((i - reach) ** 2 + (j - reach) ** 2) / (2 * SPACE**2)
            yield neighbour, far + (neighbour - pixels) ** 2 / (2 * RANGE**2)


def _mean(block: Block, reach: int) -> tuple[Block, Block, Block]:
    """Return the weighted means, the sums of the weights, and those of the weighted magnitudes."""
    shape = [n - 2 * reach for n in block.shape]
    total, weights, magnitudes = np.zeros(shape), np.zeros(shape), np.zeros(shape)
    for neighbour, exponent in _neighbours(block, reach):
        weight = np.exp(-exponent)
        total += weight * neighbour
        weights += weight
        magnitudes += weight * np.abs(neighbour)
    return total / weights, weights, magnitudes


def flops(image: Image, radius: Radius) -> int:
    """Return eight for every neighbour, an exponential among them, and a division."""
    return image.size * (8 * (2 * int(radius[0]) + 1) ** 2 + 1)


def least_bytes(image: Image, radius: Radius) -> int:
    """Return image and radius read once and the result written once."""
    return 4 * (2 * image.size + len(radius))


def tolerance(image: Image, radius: Radius) -> NDArray[np.float64]:
    """Return each pixel's largest rounding error in float32, whatever the order of summation.

    - A weight e⁻ˣ: nine roundings lie before x, which make at most 9u·x; WGSL allows exp and exp2 3 + 2·|argument|
      units in the last place, of 2u each, and exp2's argument is x·log₂ e. So it errs by (6 + 15x)·u at most.
    - A mean Σ w·q / Σ w = m moves by Σ δw·(q − m) / Σ w if the weights move by δw.
    - Both sums of n terms err by γₙ₊₁ times their magnitudes (Higham, Accuracy and Stability of Numerical Algorithms,
      2002, eq. 3.4).
    - The division errs by 2.5 units in the last place at most, 5u, and the oracle by u.
    - A GPU may flush weights below the smallest normal number, which adds that for each.
    """
    reach = int(radius[0])
    terms = (2 * reach + 1) ** 2
    unit = (terms + 1) * UNIT
    gamma = unit / (1 - unit)

    def bound(block: Block) -> Block:
        mean, weights, magnitudes = _mean(block, reach)
        moved, flushed = np.zeros_like(mean), np.zeros_like(mean)
        for neighbour, exponent in _neighbours(block, reach):
            off = np.abs(neighbour - mean)
            moved += np.exp(-exponent) * (6 + 15 * exponent) * UNIT * off
            flushed += TINY * (np.abs(neighbour) + np.abs(mean))
        moved += gamma * (magnitudes + np.abs(mean) * weights) + flushed
        # The sum of the weights is at least one, and itself wrong by a hundredth at the very most.
        return np.asarray(1.01 * moved / weights + 6 * UNIT * np.abs(mean))

    sides = (reach, reach)
    return by_rows(image, bound, halo=(sides, sides), border="edge", dtype=np.float64)


FAMILY = Family(
    name="bilateral",
    title="Bilateral filter",
    summary="Smooth noise but no edges: an exponential for every neighbour, so arithmetic weighs more than memory.",
    dimensions={
        **DIMENSIONS,
        "radius": Dimension("radius", 3, 0, 32, (1, 2, 3, 4, 5, 8)),
    },
    example=example,
    reference=reference,
    flops=flops,
    bytes=least_bytes,
    tolerance=tolerance,
    variants=VARIANTS,
)
