"""The variants that run on the host: NumPy, numba and torch."""

from __future__ import annotations

import warnings
from typing import Any

import numpy as np
from numpy.typing import NDArray

Indices = NDArray[np.int32]
Vector = NDArray[np.float32]


def numpy_sparse_csr(starts: Indices, columns: Indices, values: Vector, x: Vector) -> Vector:
    """Multiply all entries, then add up each row that has any."""
    result = np.zeros(len(starts) - 1, np.float32)
    filled = starts[1:] > starts[:-1]  # `reduceat` would give empty rows the entry that comes next
    if filled.any():
        result[filled] = np.add.reduceat(values * x[columns], starts[:-1][filled])
    return result


def numba_sparse_csr(starts: Indices, columns: Indices, values: Vector, x: Vector) -> Vector:
    """Go through the rows in parts of equally many entries; compiled by numba, parts run on all cores."""
    rows, parts = len(starts) - 1, 64
    result = np.empty(rows, np.float32)
    work = rows + len(values)  # a row costs something even where it is empty
    for p in prange(parts):  # type: ignore[name-defined]  # noqa: F821 - numba's, bound when it is loaded
        first, last = 0, 0
        for end in range(2):  # where the part begins, and where it ends
            low, high, wanted = 0, rows, work * (p + end) // parts
            while low < high:
                middle = (low + high) // 2
                if starts[middle] + middle < wanted:
                    low = middle + 1
                else:
                    high = middle
            first, last = last, low
        for r in range(first, last):
            total = np.float32(0)
            for k in range(starts[r], starts[r + 1]):
                at = np.uint32(k)  # an index that can't be negative is not looked at twice
                total += values[at] * x[np.uint32(columns[at])]
            result[r] = total
    return result


def torch_sparse_csr(starts: Any, columns: Any, values: Any, x: Any) -> Any:
    """Multiply with torch's sparse matrix, which is a view of the three arrays."""
    import torch  # noqa: PLC0415 - heavy, and needed only here

    if not len(starts) - 1 or not len(x):
        return x.new_zeros(len(starts) - 1)
    with warnings.catch_warnings():
        warnings.filterwarnings("ignore", "Sparse CSR tensor support is in beta")
        matrix = torch.sparse_csr_tensor(starts, columns, values, (len(starts) - 1, len(x)), check_invariants=False)
    return matrix @ x
