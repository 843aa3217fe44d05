"""The problem: oracle, examples, costs and tolerance of a sparse matrix times a vector."""

from __future__ import annotations

from typing import Any

import numpy as np
from numpy.typing import NDArray

from underhood_kernels.families.sparse_csr.inputs import check_inputs
from underhood_kernels.families.sparse_csr.variants import VARIANTS
from underhood_kernels.family import Dimension, Family
from underhood_kernels.inputs import generator
from underhood_kernels.rounding import TINY, UNIT

Indices = NDArray[np.int32]
Vector = NDArray[np.float32]

TAIL = 1.5  # of the lengths' power law: the smaller, the more entries lie in the few longest rows


def example(
    size: int, seed: int = 0, *, columns: int | None = None, per_row: int = 16
) -> tuple[Indices, Indices, Vector, Vector]:
    """Return a random matrix of `size` rows, square without a number of `columns`, and a vector, zero-mean.

    Rows have about `per_row` entries on average, but their lengths follow a power law as those of networks do: many are
    empty, and a few have thousands.
    """
    columns = size if columns is None else columns
    random = generator("sparse_csr", seed, size=size, columns=columns, per_row=per_row)
    lengths = np.minimum(random.pareto(TAIL, size) * per_row * (TAIL - 1), columns).astype(np.int64)
    starts = np.concatenate([np.zeros(1, np.int64), np.cumsum(lengths)])
    entries = int(starts[-1])
    rows = np.repeat(np.arange(size), lengths)
    places = np.sort(rows * columns + random.integers(0, max(1, columns), entries)) - rows * columns
    values = random.standard_normal(entries, dtype=np.float32)
    x = random.standard_normal(columns, dtype=np.float32)
    return starts.astype(np.int32), places.astype(np.int32), values, x


def reference(starts: Indices, columns: Indices, values: Vector, x: Vector) -> Vector:
    """Return the products' sums computed in float64 and rounded once."""
    starts, columns, values, x = check_inputs(starts, columns, values, x)
    with np.errstate(invalid="ignore", over="ignore"):  # ∞ − ∞ and 0·∞ are NaN here as in every variant
        return _row_sums(starts, values.astype(np.float64) * x[columns]).astype(np.float32)


def _row_sums(starts: Indices, terms: NDArray[np.float64]) -> NDArray[Any]:
    sums = np.zeros(len(starts) - 1)
    filled = starts[1:] > starts[:-1]  # `reduceat` gives empty rows the term that comes next
    if filled.any():
        sums[filled] = np.add.reduceat(terms, starts[:-1][filled])
    return sums


def flops(starts: Indices, columns: Indices, values: Vector, x: Vector) -> int:  # noqa: ARG001 - of all inputs
    """Return a multiplication and an addition for every entry."""
    return 2 * len(values)


def least_bytes(starts: Indices, columns: Indices, values: Vector, x: Vector) -> int:
    """Return matrix and vector read once and the result written once."""
    return 4 * (len(starts) + len(columns) + len(values) + len(x) + len(starts) - 1)


def tolerance(starts: Indices, columns: Indices, values: Vector, x: Vector) -> NDArray[np.float64]:
    """Return each row's largest rounding error in float32, whatever the order of summation.

    A sum of n products errs by at most n·u times the sum of their magnitudes, u = 2⁻²⁴ (Jeannerod and Rump, Improved
    error bounds for inner products in floating-point arithmetic, 2013); one u more for rounding the oracle, and the
    smallest normal number for GPUs that flush smaller ones to zero.
    """
    units = (starts[1:] - starts[:-1] + 1).astype(np.float64)
    with np.errstate(invalid="ignore", over="ignore"):
        magnitudes = _row_sums(starts, np.abs(values.astype(np.float64) * x[columns]))
    return np.where(units > 1, units * (UNIT * magnitudes + TINY), 0.0)


FAMILY = Family(
    name="sparse_csr",
    title="Sparse matrix times vector",
    summary="Rows of very unequal length: whoever has a long one keeps all the others waiting.",
    dimensions={
        "size": Dimension("rows", 16_384, 0, 1 << 24, (1000, 4096, 16_384, 65_536, 262_144, 1_048_576)),
        "columns": Dimension("columns", 16_384, 0, 1 << 24, (1000, 4096, 16_384, 65_536, 262_144, 1_048_576)),
        "per_row": Dimension("entries per row", 16, 0, 4096, (1, 4, 16, 64, 256)),
    },
    example=example,
    reference=reference,
    flops=flops,
    bytes=least_bytes,
    tolerance=tolerance,
    variants=VARIANTS,
)
