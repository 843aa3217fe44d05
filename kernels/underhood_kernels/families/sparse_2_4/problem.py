"""The problem: oracle, examples, costs and tolerance of a 2:4 sparse matrix product."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from underhood_kernels.families.sparse_2_4.inputs import GROUP, NAME, check_inputs, expanded, packed
from underhood_kernels.families.sparse_2_4.variants import VARIANTS
from underhood_kernels.family import Dimension, Family
from underhood_kernels.inputs import generator
from underhood_kernels.rounding import TINY, UNIT

Matrix = NDArray[np.float32]
Places = NDArray[np.uint32]


def example(size: int, seed: int = 0, *, terms: int | None = None, columns: int = 4) -> tuple[Matrix, Places, Matrix]:
    """Return a random matrix, size × terms, with the two largest of every four left, and one of terms × columns.

    Without a number of `terms` there are as many as rows, to the next multiple of four. Both are zero-mean.
    """
    terms = -(-size // GROUP) * GROUP if terms is None else terms
    random = generator(NAME, seed, size=size, terms=terms, columns=columns)
    if terms % GROUP:
        raise ValueError(f"{NAME}: terms must be a multiple of {GROUP}, not {terms}")
    whole = random.standard_normal((size, terms), dtype=np.float32)
    return *packed(whole), random.standard_normal((terms, columns), dtype=np.float32)


def reference(values: Matrix, places: Places, right: Matrix) -> Matrix:
    """Return the product computed in float64 and rounded once."""
    values, places, right = check_inputs(values, places, right)
    with np.errstate(invalid="ignore", over="ignore"):
        product: Matrix = (expanded(values, places).astype(np.float64) @ right).astype(np.float32)
    return product


def flops(values: Matrix, places: Places, right: Matrix) -> int:  # noqa: ARG001 - of all inputs
    """Return a multiplication and an addition for every stored value and column of the result."""
    return 2 * values.size * int(right.shape[1])


def least_bytes(values: Matrix, places: Places, right: Matrix) -> int:
    """Return what is stored of the matrices read once and the result written once."""
    return 4 * (values.size + places.size + right.size + int(values.shape[0] * right.shape[1]))


def tolerance(values: Matrix, places: Places, right: Matrix) -> NDArray[np.float64]:
    """Return each element's largest rounding error in float32, whatever the order of summation.

    A sum of n products errs by at most n·u times the sum of their magnitudes, u = 2⁻²⁴ (Jeannerod and Rump, Improved
    error bounds for inner products in floating-point arithmetic, 2013); one u more for rounding the oracle, and the
    smallest normal number for GPUs that flush smaller ones to zero. Products with the zeros add nothing, not even an
    error.
    """
    with np.errstate(invalid="ignore", over="ignore"):
        magnitudes = np.abs(expanded(values, places)).astype(np.float64) @ np.abs(right)
    return np.asarray((values.shape[1] + 1) * (UNIT * magnitudes + TINY), np.float64)


FAMILY = Family(
    name=NAME,
    title="2:4 sparse matrix product",
    summary="Half of a matrix is left out in a pattern so regular that two bits say where each value belongs.",
    dimensions={
        "size": Dimension("rows", 1024, 0, 32_768, (64, 256, 512, 1024, 2048, 4096)),
        "terms": Dimension("terms of a sum, a multiple of 4", 1024, 0, 32_768, (64, 256, 512, 1024, 2048, 4096)),
        "columns": Dimension("columns", 4, 0, 4096, (1, 4, 16, 64, 256)),
    },
    example=example,
    reference=reference,
    flops=flops,
    bytes=least_bytes,
    tolerance=tolerance,
    variants=VARIANTS,
)
