"""The problem: oracle, examples, costs and tolerance of an int8 matrix product."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from underhood_kernels.families.matmul_int8.inputs import check_inputs
from underhood_kernels.families.matmul_int8.variants import VARIANTS
from underhood_kernels.family import Dimension, Family
from underhood_kernels.inputs import generator

Matrix = NDArray[np.int8]


def example(size: int, seed: int = 0, *, columns: int | None = None, terms: int | None = None) -> tuple[Matrix, Matrix]:
    """Return random matrices, size × terms and terms × columns, of any int8; square without the other two."""
    columns = size if columns is None else columns
    terms = size if terms is None else terms
    random = generator("matmul_int8", seed, size=size, columns=columns, terms=terms)
    return random.integers(-128, 128, (size, terms), np.int8), random.integers(-128, 128, (terms, columns), np.int8)


def reference(left: Matrix, right: Matrix) -> NDArray[np.int32]:
    """Return the product; float64 holds every whole number up to 2⁵³, and no sum here goes beyond 2³¹."""
    left, right = check_inputs(left, right)
    return (left.astype(np.float64) @ right.astype(np.float64)).astype(np.int32)


def flops(left: Matrix, right: Matrix) -> int:
    """Return a multiplication and an addition of whole numbers for every term of every sum."""
    return 2 * left.size * int(right.shape[1])


def least_bytes(left: Matrix, right: Matrix) -> int:
    """Return both matrices read once and the product, of four bytes an element, written once."""
    return left.size + right.size + 4 * int(left.shape[0] * right.shape[1])


def tolerance(left: Matrix, right: Matrix) -> NDArray[np.float64]:
    """Return zeros: whole numbers are exact."""
    return np.zeros((left.shape[0], right.shape[1]))


FAMILY = Family(
    name="matmul_int8",
    title="Quantised matrix product",
    summary="Four products of bytes and their sum in one instruction, once the bytes lie side by side in a word.",
    dimensions={
        "size": Dimension("rows", 256, 0, 16_384, (1, 64, 128, 256, 512, 1024, 2048)),
        "columns": Dimension("columns", 256, 0, 16_384, (1, 64, 128, 256, 512, 1024, 2048)),
        "terms": Dimension("terms of a sum", 256, 0, 131_071, (1, 64, 128, 256, 512, 1024, 2048)),
    },
    example=example,
    reference=reference,
    flops=flops,
    bytes=least_bytes,
    tolerance=tolerance,
    variants=VARIANTS,
)
