"""The variants that run on the host: NumPy, numba and torch."""

from __future__ import annotations

from typing import Any

import numpy as np
from numpy.typing import NDArray

Vector = NDArray[np.float32]


def numpy_scan(values: Vector) -> Vector:
    """Keep one running total; in float64, because one in float32 drifts over millions of values."""
    return np.cumsum(values, dtype=np.float64).astype(np.float32)


def numba_scan(values: Vector) -> Vector:
    """Scan blocks of √n values, then add to each what came before it; compiled by numba, blocks run on all cores."""
    block = int(np.sqrt(len(values))) + 1
    blocks = -(-len(values) // block)
    result = np.empty_like(values)
    for b in prange(blocks):  # type: ignore[name-defined]  # noqa: F821 - numba's, bound when it is loaded
        total = np.float32(0)
        for i in range(b * block, min(len(values), (b + 1) * block)):
            total += values[i]
            result[i] = total
    before = np.zeros(blocks, np.float32)
    for b in range(1, blocks):
        before[b] = before[b - 1] + result[b * block - 1]
    for b in prange(1, blocks):  # type: ignore[name-defined]  # noqa: F821 - as above
        for i in range(b * block, min(len(values), (b + 1) * block)):
            result[i] += before[b]
    return result


def torch_scan(values: Any) -> Any:
    """Take torch's cumulative sum."""
    return values.cumsum(0)
