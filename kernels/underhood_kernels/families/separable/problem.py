"""The problem: oracle, examples, costs and tolerance of a separable convolution."""

from __future__ import annotations

from typing import Any, Literal

import numpy as np
from numpy.typing import NDArray

from underhood_kernels.families.images import DIMENSIONS, by_rows, correlate, random_image
from underhood_kernels.families.separable.inputs import check_inputs, halo
from underhood_kernels.families.separable.variants import VARIANTS
from underhood_kernels.family import Dimension, Family
from underhood_kernels.rounding import TINY, UNIT

Image = NDArray[np.float32]
Vector = NDArray[np.float32]


def example(size: int, seed: int = 0, *, columns: int | None = None, taps: int = 7) -> tuple[Image, Vector, Vector]:
    """Return a random image of `size` rows and two vectors of `taps` weights, zero-mean with variance 1.

    The image is square without a number of `columns`.
    """
    if taps < 1:
        raise ValueError(f"separable: taps must be 1 or more, not {taps}")
    image, random = random_image("separable", size, seed, columns)
    down, across = random.standard_normal((2, taps), dtype=np.float32)
    return image, down, across


def reference(image: Image, down: Vector, across: Vector) -> Image:
    """Return the convolution computed in float64 and rounded once."""
    image, down, across = check_inputs(image, down, across)
    return filtered(image, down, across, "constant", np.float32)


def filtered(
    image: Image,
    down: NDArray[Any],
    across: NDArray[Any],
    border: Literal["constant", "edge"],
    dtype: type[np.floating[Any]],
) -> NDArray[Any]:
    """Return the image filtered in float64, as `dtype`; outside it is zero ("constant") or its nearest pixel."""
    row, column = across[None, ::-1], down[::-1, None]
    return by_rows(
        image,
        lambda block: correlate(correlate(block, row), column),
        halo=halo(down, across),
        border=border,
        dtype=dtype,
    )


def flops(image: Image, down: Vector, across: Vector) -> int:
    """Return a multiplication and an addition for every pixel and weight of the two vectors."""
    return 2 * image.size * (len(down) + len(across))


def least_bytes(image: Image, down: Vector, across: Vector) -> int:
    """Return image and weights read once and the result written once."""
    return 4 * (2 * image.size + len(down) + len(across))


def tolerance(image: Image, down: Vector, across: Vector) -> NDArray[np.float64]:
    """Return each pixel's largest rounding error in float32, see `rounding_error`."""
    return rounding_error(image, down, across, "constant")


def rounding_error(
    image: Image, down: NDArray[Any], across: NDArray[Any], border: Literal["constant", "edge"]
) -> NDArray[np.float64]:
    """Return the largest error of two sums in float32, one of the other's results, whatever the order of summation.

    A sum of m products errs by at most γₘ = m·u / (1 − m·u) times the sum of their magnitudes (Higham, Accuracy and
    Stability of Numerical Algorithms, 2002, eq. 3.4), and the errors of two in a row add up (lemma 3.3). One u each
    more for rounding the two weights, one for the oracle, and the smallest normal number for GPUs that flush smaller
    ones.
    """
    operations = len(down) + len(across) + 3
    unit = operations * UNIT
    magnitudes = filtered(np.abs(image), np.abs(down), np.abs(across), border, np.float64)
    flushed = TINY * operations * (1 + float(np.abs(down).astype(np.float64).sum()))
    return np.asarray(unit / (1 - unit) * magnitudes + flushed, np.float64)


FAMILY = Family(
    name="separable",
    title="Separable convolution",
    summary="A mask that is a column times a row: first filter the rows, then the columns of what that gave.",
    dimensions={
        **DIMENSIONS,
        "taps": Dimension("mask width", 7, 1, 127, (1, 2, 3, 5, 7, 9, 15, 31)),
    },
    example=example,
    reference=reference,
    flops=flops,
    bytes=least_bytes,
    tolerance=tolerance,
    variants=VARIANTS,
)
