"""The problems: oracles, examples, costs and tolerances of `matvec`, `matvec_f16` and `matvec_int8`."""

from __future__ import annotations

from typing import Any

import numpy as np
from numpy.typing import NDArray

from underhood_kernels.families.matvec.inputs import checker
from underhood_kernels.families.matvec.quantise import quantise
from underhood_kernels.families.matvec.variants import variants
from underhood_kernels.family import Dimension, Family
from underhood_kernels.inputs import generator
from underhood_kernels.rounding import TINY, sum_error

Array = NDArray[Any]
Single = NDArray[np.float32]

TINY_HALF = float(np.finfo(np.float16).tiny)  # 2⁻¹⁴, the smallest normal number; some GPUs flush smaller ones to zero


def _random(family: str, size: int, seed: int, columns: int | None) -> tuple[Single, Single]:
    columns = size if columns is None else columns
    random = generator(family, seed, size=size, columns=columns)
    return (
        random.standard_normal((size, columns), dtype=np.float32),
        random.standard_normal(columns, dtype=np.float32),
    )


def example(size: int, seed: int = 0, *, columns: int | None = None) -> tuple[Single, Single]:
    """Return a random matrix of `size` rows and a vector, zero-mean with variance 1; square without `columns`."""
    return _random("matvec", size, seed, columns)


def example_f16(size: int, seed: int = 0, *, columns: int | None = None) -> tuple[Array, Array]:
    """Return a random matrix of `size` rows and a vector in float16, zero-mean with variance 1."""
    matrix, vector = _random("matvec_f16", size, seed, columns)
    return matrix.astype(np.float16), vector.astype(np.float16)


def example_int8(size: int, seed: int = 0, *, columns: int | None = None) -> tuple[Array, Single, Single]:
    """Return a random matrix of `size` rows, quantised, its scales, and a vector, zero-mean with variance 1."""
    matrix, vector = _random("matvec_int8", size, seed, columns)
    return *quantise(matrix), vector


def reference(matrix: Single, vector: Single) -> Single:
    """Return the product computed in float64 and rounded once."""
    return _rounded(_exact(*checker("matvec")(matrix, vector)))


def reference_f16(matrix: Array, vector: Array) -> Single:
    """Return the product of float16 numbers computed in float64 and rounded once to float32."""
    return _rounded(_exact(*checker("matvec_f16")(matrix, vector)))


def reference_int8(matrix: Array, scales: Single, vector: Single) -> Single:
    """Return the product computed in float64, scaled, and rounded once."""
    matrix, scales, vector = checker("matvec_int8")(matrix, scales, vector)
    with np.errstate(invalid="ignore"):
        return _rounded(_exact(matrix, vector) * scales.astype(np.float64))


def tolerance(matrix: Array, vector: Array) -> NDArray[np.float64]:
    """Return the largest rounding error of each row's sum, see `sum_error`; the bound is γ |A| |x| (Higham, 3.5).

    One thread's running total over a whole row, as the naive step has it, is allowed no more than a blocked sum: with
    rounding errors that don't all lean one way it keeps to √n units too (Higham and Mary, SIAM Journal on Scientific
    Computing 41, 2019).
    """
    errors = sum_error(len(vector), _exact(np.abs(matrix), np.abs(vector))) + TINY * len(vector)
    return np.where(np.isfinite(errors), errors, 0.0)


def tolerance_f16(matrix: Array, vector: Array) -> NDArray[np.float64]:
    """Return the rounding error of `tolerance`, and what is lost where numbers below 2⁻¹⁴ count as 0."""
    left, right = np.abs(matrix), np.abs(vector)
    left_tiny, right_tiny = (np.where(array < TINY_HALF, array, 0) for array in (left, right))
    errors = tolerance(matrix, vector) + _exact(left_tiny, right) + _exact(left, right_tiny)
    return np.where(np.isfinite(errors), errors, 0.0)


def tolerance_int8(matrix: Array, scales: Single, vector: Single) -> NDArray[np.float64]:
    """Return the rounding error of `tolerance`, scaled, and what is lost where a scale below 2⁻¹²⁶ counts as 0.

    The scale's own rounding is in the height's constant part.
    """
    magnitudes = np.abs(matrix.astype(np.int16))  # |−128| is no int8
    exact = np.abs(scales.astype(np.float64))
    with np.errstate(invalid="ignore", over="ignore"):
        flushed = np.where(exact < TINY, exact, 0) * _exact(magnitudes, np.abs(vector))
        errors = tolerance(magnitudes, vector) * exact + flushed + TINY
    return np.where(np.isfinite(errors), errors, 0.0)


def flops(matrix: Array, *others: Array) -> int:
    """Return a multiplication and an addition for each number of the matrix, and a multiplication for each scale."""
    return 2 * int(matrix.size) + (int(matrix.shape[0]) if len(others) > 1 else 0)


def least_bytes(*inputs: Array) -> int:
    """Return everything read once and the result written once."""
    return sum(int(array.nbytes) for array in inputs) + 4 * int(inputs[0].shape[0])


def _exact(matrix: Array, vector: Array) -> NDArray[np.float64]:
    """Return the product in float64, of which the matrix has a part at a time: it takes eight times int8's memory."""
    result = np.empty(len(matrix))
    exact = vector.astype(np.float64)
    with np.errstate(invalid="ignore"):  # 0 · ∞ and ∞ − ∞ are NaN here as in every variant
        for first in range(0, len(matrix), 1024):
            result[first : first + 1024] = matrix[first : first + 1024].astype(np.float64) @ exact
    return result


def _rounded(result: NDArray[np.float64]) -> Single:
    with np.errstate(over="ignore"):
        return result.astype(np.float32)


DIMENSIONS = {
    "size": Dimension("rows", 2048, 0, 1 << 20, (256, 512, 1024, 2048, 4096, 8192, 16_384)),
    "columns": Dimension("columns", 2048, 0, 1 << 20, (1, 256, 512, 1024, 2048, 4096, 8192, 16_384)),
}

MATVEC = Family(
    name="matvec",
    title="Matrix times vector",
    summary="Each number of the matrix is used once: the time is that of reading it.",
    dimensions=DIMENSIONS,
    example=example,
    reference=reference,
    flops=flops,
    bytes=least_bytes,
    tolerance=tolerance,
    variants=variants("matvec"),
)

MATVEC_F16 = Family(
    name="matvec_f16",
    title="Matrix times vector, float16",
    summary="Half the bytes for each number are half the time, at three digits each.",
    dimensions=DIMENSIONS,
    example=example_f16,
    reference=reference_f16,
    flops=flops,
    bytes=least_bytes,
    tolerance=tolerance_f16,
    variants=variants("matvec_f16"),
)

MATVEC_INT8 = Family(
    name="matvec_int8",
    title="Matrix times vector, int8",
    summary="A byte for each number and a scale for each row: a quarter of the time of float32.",
    dimensions=DIMENSIONS,
    example=example_int8,
    reference=reference_int8,
    flops=flops,
    bytes=least_bytes,
    tolerance=tolerance_int8,
    variants=variants("matvec_int8"),
)
