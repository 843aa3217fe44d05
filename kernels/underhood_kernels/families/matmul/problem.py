"""The problem: oracle, examples, costs and tolerance of a matrix product."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from underhood_kernels.families.matmul.inputs import check_inputs
from underhood_kernels.families.matmul.variants import VARIANTS
from underhood_kernels.family import Dimension, Family
from underhood_kernels.inputs import generator
from underhood_kernels.rounding import TINY, sum_error

Matrix = NDArray[np.float32]


def example(size: int, seed: int = 0, *, inner: int | None = None, columns: int | None = None) -> tuple[Matrix, Matrix]:
    """Return random matrices of `size` × `inner` and `inner` × `columns`, zero-mean with variance 1; else square."""
    inner = size if inner is None else inner
    columns = size if columns is None else columns
    random = generator("matmul", seed, size=size, inner=inner, columns=columns)
    return (
        random.standard_normal((size, inner), dtype=np.float32),
        random.standard_normal((inner, columns), dtype=np.float32),
    )


def reference(left: Matrix, right: Matrix) -> Matrix:
    """Return the product computed in float64 and rounded once."""
    left, right = check_inputs(left, right)
    with np.errstate(invalid="ignore", over="ignore"):  # 0 · ∞ and ∞ − ∞ are NaN here as in every variant
        return (left.astype(np.float64) @ right.astype(np.float64)).astype(np.float32)


def flops(left: Matrix, right: Matrix) -> int:
    """Return a multiplication and an addition for each term of each element."""
    return 2 * int(left.size) * int(right.shape[1])


def least_bytes(left: Matrix, right: Matrix) -> int:
    """Return both matrices read once and the result written once."""
    return 4 * int(left.size + right.size + left.shape[0] * right.shape[1])


def tolerance(left: Matrix, right: Matrix) -> NDArray[np.float64]:
    """Return the largest rounding error of each element's sum, see `sum_error`.

    The bound of a computed product is γ |A| |B| with the γ of how each sum is added up (Higham, section 3.5). A running
    total over all terms, as the naive step has it, is allowed no more than a blocked sum: with rounding errors that
    don't all lean one way it keeps to √k units too (Higham and Mary, A New Approach to Probabilistic Rounding Error
    Analysis, SIAM Journal on Scientific Computing 41, 2019). A product that isn't fused with its addition rounds once
    more, which the constant part of the height covers, and a tiny one may be flushed to zero.
    """
    terms = left.shape[1]
    with np.errstate(invalid="ignore", over="ignore"):
        magnitudes = np.abs(left) @ np.abs(right)  # float32 will do: it only scales the bound
    errors = sum_error(terms, magnitudes.astype(np.float64)) + TINY * terms
    return np.where(np.isfinite(errors), errors, 0.0)


FAMILY = Family(
    name="matmul",
    title="Matrix product",
    summary="Multiply matrices: each number is needed many times, and the art is to load it few times.",
    dimensions={
        "size": Dimension("rows", 512, 0, 16_384, (64, 128, 256, 512, 1024, 2048, 4096)),
        "inner": Dimension("inner dimension", 512, 0, 16_384, (1, 64, 128, 256, 512, 1024, 2048, 4096)),
        "columns": Dimension("columns", 512, 0, 16_384, (1, 64, 128, 256, 512, 1024, 2048, 4096)),
    },
    example=example,
    reference=reference,
    flops=flops,
    bytes=least_bytes,
    tolerance=tolerance,
    variants=VARIANTS,
)
