"""The problem: oracle, examples, costs and tolerance of Fourier transforms."""

from __future__ import annotations

from math import log2, sqrt

import numpy as np
from numpy.typing import NDArray

from underhood_kernels.families.fft.inputs import check_inputs, power_of_two
from underhood_kernels.families.fft.variants import VARIANTS
from underhood_kernels.family import Dimension, Family
from underhood_kernels.inputs import generator
from underhood_kernels.rounding import TINY, UNIT

Rows = NDArray[np.complex64]

STAGE = 10 * UNIT  # the largest relative error of a stage, see `relative_error`


def example(size: int, seed: int = 0, *, batch: int = 1) -> tuple[Rows]:
    """Return `batch` rows of `size` random points, zero-mean, real and imaginary parts of variance 1."""
    random = generator("fft", seed, size=size, batch=batch)
    return (random.standard_normal((batch, 2 * size), dtype=np.float32).view(np.complex64),)


def reference(rows: Rows) -> Rows:
    """Return the transforms computed in float64, each number rounded once."""
    (rows,) = check_inputs(rows)
    if not rows.size:
        return np.empty_like(rows)
    with np.errstate(invalid="ignore", over="ignore"):
        return np.fft.fft(rows.astype(np.complex128)).astype(np.complex64)


def flops(rows: Rows) -> int:
    """Return 5 n log₂ n for every row, by which transforms are compared whatever they really take."""
    return round(5 * rows.size * log2(max(1, rows.shape[1])))


def least_bytes(rows: Rows) -> int:
    """Return the rows read once and the result written once."""
    return 2 * 8 * rows.size


def relative_error(points: int) -> float:
    """Return the largest error of a transform's elements, relative to the largest magnitude of them all.

    A transform of n = 2^t points errs in its 2-norm by at most t·η times that of the result, η = μ + γ₄(√2 + μ), with
    an error μ of the twiddle factors (Higham, Accuracy and Stability of Numerical Algorithms, 2002, theorem 24.2). Here
    μ is at most 4u, for a product of two rounded factors: η < 10u. Of one element: what stage s rounds reaches it from
    n / 2^s places whose squares add up to the mean square of as many results, so that independent errors stay below
    √t·η times the row's largest magnitude, and that is allowed. The largest magnitude of random data is some 4 times
    the input's 2-norm, so that one point of a million that is left out is found.

    Other lengths are three transforms of m ≥ 2n − 1 points and five roundings, and their filter's magnitudes exceed
    √m by less than half: twice that error is allowed.
    """
    length = power_of_two(points)
    stages = log2(max(1, length))
    return STAGE * sqrt(stages + 1) if length == points else 2 * STAGE * sqrt(3 * stages + 1)


def tolerance(rows: Rows) -> NDArray[np.float64]:
    """Return each element's largest rounding error, the same along a row; see `relative_error`.

    The smallest normal number for each addition is for GPUs that flush smaller ones to zero.
    """
    points = rows.shape[1]
    with np.errstate(invalid="ignore", over="ignore"):
        largest = np.max(np.abs(reference(rows).astype(np.complex128)), axis=1, keepdims=True, initial=0)
    return np.broadcast_to(relative_error(points) * largest + 4 * max(1, power_of_two(points)) * TINY, rows.shape)


FAMILY = Family(
    name="fft",
    title="Fast Fourier transform",
    summary="Every result needs every point, and yet n log n steps do: the question is how often the points travel.",
    dimensions={
        "size": Dimension("points", 65_536, 0, 1 << 24, (256, 1000, 1024, 4096, 16_384, 65_536, 262_144, 1_048_576)),
        "batch": Dimension("rows", 1, 0, 65_536, (1, 4, 16, 64, 256)),
    },
    example=example,
    reference=reference,
    flops=flops,
    bytes=least_bytes,
    tolerance=tolerance,
    variants=VARIANTS,
)
