"""What the CPU's ceilings are measured with; numba compiles all but the product, and binds `prange`."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

Array = NDArray[np.float32]


def product(a: Array, b: Array) -> Array:
    """Multiply matrices with NumPy's BLAS, which keeps a CPU's multiply-add units busier than any compiler does."""
    return a @ b


def copy(source: Array, result: Array) -> Array:
    """Copy into memory that is there already: asking the system for new pages costs more than the copy."""
    for i in prange(len(source)):  # type: ignore[name-defined]  # noqa: F821 - numba's, bound when it is loaded
        result[i] = source[i]
    return result


def cached(values: Array, rounds: NDArray[np.int64]) -> Array:
    """Add up rows that stay in a core's first cache, again and again, with a factor that changes by the round."""
    rows, columns = values.shape
    result = np.empty(rows, np.float32)
    for row in prange(rows):  # type: ignore[name-defined]  # noqa: F821 - as above
        total = np.float32(0)
        for again in range(rounds[0]):
            part = np.float32(0)
            for i in range(columns):
                part += values[row, i]
            total += part * np.float32(again & 1)
        result[row] = total
    return result
