"""The variants that run on the host: NumPy, numba and torch."""

from __future__ import annotations

from typing import Any

import numpy as np
from numpy.typing import NDArray

from underhood_kernels.host import into

Vector = NDArray[np.float32]


def numpy_scan(values: Vector) -> Vector:
    """Keep one running total; in float64, because one in float32 drifts over millions of values."""
    return np.cumsum(values, dtype=np.float64).astype(np.float32)


@into(np.empty_like)
def numba_scan(values: Vector, result: Vector) -> None:
    """Add up blocks of √n values, then scan each on what came before; compiled by numba, blocks run on all cores."""
    block = int(np.sqrt(len(values))) + 1
    blocks = -(-len(values) // block)
    before = np.empty(blocks, np.float32)
    for b in prange(blocks):  # type: ignore[name-defined]  # noqa: F821 - numba's, bound when it is loaded
        part = values[b * block : (b + 1) * block]
        total = np.float32(0)
        for i in range(len(part)):
            total += part[i]
        before[b] = total
    total = np.float32(0)
    for b in range(blocks):
        before[b], total = total, total + before[b]
    for b in prange(blocks):  # type: ignore[name-defined]  # noqa: F821 - as above
        part, scanned = values[b * block : (b + 1) * block], result[b * block : (b + 1) * block]
        total = before[b]
        fours = len(part) // 4 * 4
        for i in range(0, fours, 4):  # the running total waits for one addition in four values instead of for four
            first, last = part[i] + part[i + 1], part[i + 2] + part[i + 3]
            scanned[i] = total + part[i]
            scanned[i + 1] = total + first
            scanned[i + 2] = total + (first + part[i + 2])
            total += first + last
            scanned[i + 3] = total
        for i in range(fours, len(part)):
            total += part[i]
            scanned[i] = total


def torch_scan(values: Any) -> Any:
    """Take torch's cumulative sum."""
    return values.cumsum(0)
