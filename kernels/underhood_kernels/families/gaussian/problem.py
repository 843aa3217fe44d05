"""The problem: oracle, examples, costs and tolerance of a Gaussian blur."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from underhood_kernels.families.gaussian.inputs import check_inputs, weights
from underhood_kernels.families.gaussian.variants import VARIANTS
from underhood_kernels.families.images import DIMENSIONS, random_image
from underhood_kernels.families.separable.problem import filtered, rounding_error
from underhood_kernels.family import Dimension, Family

Image = NDArray[np.float32]
Vector = NDArray[np.float32]


def example(size: int, seed: int = 0, *, columns: int | None = None, sigma: float = 2) -> tuple[Image, Vector]:
    """Return a random image of `size` rows, zero-mean with variance 1, and sigma.

    The image is square without a number of `columns`.
    """
    image, _ = random_image("gaussian", size, seed, columns)
    return check_inputs(image, np.array([sigma], np.float32))


def reference(image: Image, sigma: Vector) -> Image:
    """Return the blurred image computed in float64 and rounded once."""
    image, sigma = check_inputs(image, sigma)
    bell = weights(sigma)
    result: Image = filtered(image, bell, bell, "edge", np.float32)
    return result


def flops(image: Image, sigma: Vector) -> int:
    """Return a multiplication and an addition for every pixel and weight, along the rows and down the columns."""
    return 4 * image.size * len(weights(sigma))


def least_bytes(image: Image, sigma: Vector) -> int:
    """Return image and sigma read once and the result written once."""
    return 4 * (2 * image.size + len(sigma))


def tolerance(image: Image, sigma: Vector) -> NDArray[np.float64]:
    """Return each pixel's largest rounding error in float32, see `rounding_error`."""
    bell = weights(sigma)
    return rounding_error(image, bell, bell, "edge")


FAMILY = Family(
    name="gaussian",
    title="Gaussian blur",
    summary="Blur an image: the mask is a column times a row, which turns its area into its length.",
    dimensions={
        **DIMENSIONS,
        "sigma": Dimension("sigma in pixels", 2, 1, 32, (1, 2, 3, 4, 8, 16)),
    },
    example=example,
    reference=reference,
    flops=flops,
    bytes=least_bytes,
    tolerance=tolerance,
    variants=VARIANTS,
)
