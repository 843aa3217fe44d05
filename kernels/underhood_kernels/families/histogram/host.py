"""The variants that run on the host: NumPy, numba and torch."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import numpy as np

from underhood_kernels.families.histogram.inputs import BINS

if TYPE_CHECKING:
    from numpy.typing import NDArray


def numpy_histogram(data: NDArray[np.uint8]) -> NDArray[np.uint32]:
    """Count with NumPy's loop, which widens every byte to 64 bits first."""
    return np.bincount(data, minlength=BINS).astype(np.uint32)


def numba_histogram(data: NDArray[np.uint8]) -> NDArray[np.uint32]:
    """Count blocks in bins of their own, then add the bins up; compiled by numba, blocks run on all cores."""
    blocks, copies, one = 64, 4, np.uint32(1)
    length = -(-len(data) // blocks)
    bins = np.empty((blocks, BINS), np.uint32)
    for b in prange(blocks):  # type: ignore[name-defined]  # noqa: F821 - numba's, bound when it is loaded
        part = data[b * length : (b + 1) * length]
        # Equal neighbours would wait for one another's addition to reach memory: they have bins of their own.
        mine = np.empty((copies, BINS), np.uint32)
        for c in range(copies):
            for v in range(BINS):  # element by element: numba would start all its threads for an array
                mine[c, v] = 0
        fours = len(part) // copies * copies
        for i in range(0, fours, copies):
            mine[0, part[i]] += one
            mine[1, part[i + 1]] += one
            mine[2, part[i + 2]] += one
            mine[3, part[i + 3]] += one
        for i in range(fours, len(part)):
            mine[0, part[i]] += one
        for v in range(BINS):
            bins[b, v] = mine[0, v] + mine[1, v] + mine[2, v] + mine[3, v]
    result = np.empty(BINS, np.uint32)
    for v in range(BINS):
        result[v] = 0
        for b in range(blocks):
            result[v] += bins[b, v]
    return result


def torch_histogram(data: Any) -> Any:
    """Count with torch."""
    import torch  # noqa: PLC0415 - heavy, and needed only here

    return torch.bincount(data, minlength=BINS).to(torch.uint32)
