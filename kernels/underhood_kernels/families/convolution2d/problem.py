"""The problem: oracle, examples, costs and tolerance of 2D convolution."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from underhood_kernels.families.convolution2d.inputs import check_inputs, halo
from underhood_kernels.families.convolution2d.variants import VARIANTS
from underhood_kernels.families.images import DIMENSIONS, by_rows, correlate, random_image
from underhood_kernels.family import Dimension, Family
from underhood_kernels.rounding import sum_error

Image = NDArray[np.float32]


def example(size: int, seed: int = 0, *, columns: int | None = None, taps: int = 3) -> tuple[Image, Image]:
    """Return a random image of `size` rows and a random mask of `taps` × `taps` weights, zero-mean with variance 1.

    Zero-mean, because sums of positive numbers hide errors in small terms; random, because symmetric masks let
    mirrored ones pass. The image is square without a number of `columns`.
    """
    if taps < 1:
        raise ValueError(f"convolution2d: taps must be 1 or more, not {taps}")
    image, random = random_image("convolution2d", size, seed, columns)
    return image, random.standard_normal((taps, taps), dtype=np.float32)


def reference(image: Image, mask: Image) -> Image:
    """Return the convolution computed in float64 and rounded once."""
    image, mask = check_inputs(image, mask)
    mirrored = mask[::-1, ::-1]
    return by_rows(
        image, lambda block: correlate(block, mirrored), halo=halo(mask), border="constant", dtype=np.float32
    )


def flops(image: Image, mask: Image) -> int:
    """Return a multiplication and an addition for every pixel and weight."""
    return 2 * image.size * mask.size


def least_bytes(image: Image, mask: Image) -> int:
    """Return image and mask read once and the result written once."""
    return 4 * (2 * image.size + mask.size)


def tolerance(image: Image, mask: Image) -> NDArray[np.float64]:
    """Return each pixel's largest rounding error in a blocked summation in float32, see `sum_error`.

    A product's own rounding counts as one more addition. One running sum keeps to it for certain up to masks of
    9 × 9; the errors of a longer one, of either sign, grow like the root of its length, and are far below.
    """
    mirrored = np.abs(mask[::-1, ::-1])
    magnitudes = by_rows(
        np.abs(image), lambda block: correlate(block, mirrored), halo=halo(mask), border="constant", dtype=np.float64
    )
    return sum_error(mask.size + 1, magnitudes)


FAMILY = Family(
    name="convolution2d",
    title="2D convolution",
    summary="Slide a mask over an image: each pixel counts for many results, so the question is who keeps it.",
    dimensions={
        **DIMENSIONS,
        "taps": Dimension("mask width", 3, 1, 127, (1, 2, 3, 5, 7, 9, 15, 31)),
    },
    example=example,
    reference=reference,
    flops=flops,
    bytes=least_bytes,
    tolerance=tolerance,
    variants=VARIANTS,
)
