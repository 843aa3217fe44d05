"""The problem: oracle, examples, costs and tolerance of a transpose."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from underhood_kernels.families.transpose.inputs import check_inputs
from underhood_kernels.families.transpose.variants import VARIANTS
from underhood_kernels.family import Dimension, Family
from underhood_kernels.inputs import generator

Matrix = NDArray[np.float32]


def example(size: int, seed: int = 0, *, columns: int | None = None) -> tuple[Matrix]:
    """Return a random matrix of `size` rows, zero-mean with variance 1; square without a number of `columns`."""
    columns = size if columns is None else columns
    random = generator("transpose", seed, size=size, columns=columns)
    return (random.standard_normal((size, columns), dtype=np.float32),)


def reference(matrix: Matrix) -> Matrix:
    """Return the transposed matrix, in rows."""
    return check_inputs(matrix)[0].T.copy()


def flops(matrix: Matrix) -> int:  # noqa: ARG001 - a family's costs are functions of its inputs
    """Return none: a transpose computes nothing."""
    return 0


def least_bytes(matrix: Matrix) -> int:
    """Return the matrix read once and the result written once."""
    return 2 * 4 * matrix.size


def tolerance(matrix: Matrix) -> NDArray[np.float64]:
    """Return zeros: a transpose is the same or it is wrong."""
    return np.zeros(matrix.shape[::-1])


FAMILY = Family(
    name="transpose",
    title="Transpose",
    summary="Swap rows and columns: reads or writes go down a column, and the step is where to let them.",
    dimensions={
        "size": Dimension("rows", 1024, 0, 16_384, (64, 256, 512, 1024, 2048, 4096)),
        "columns": Dimension("columns", 1024, 0, 16_384, (1, 64, 256, 512, 1024, 2048, 4096)),
    },
    example=example,
    reference=reference,
    flops=flops,
    bytes=least_bytes,
    tolerance=tolerance,
    variants=VARIANTS,
)
