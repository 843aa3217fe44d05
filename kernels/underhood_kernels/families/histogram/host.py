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
    blocks = 64
    length = -(-len(data) // blocks)
    bins = np.zeros((blocks, BINS), np.uint32)
    for b in prange(blocks):  # type: ignore[name-defined]  # noqa: F821 - numba's, bound when it is loaded
        for i in range(b * length, min(len(data), (b + 1) * length)):
            bins[b, data[i]] += 1
    result = np.zeros(BINS, np.uint32)
    for b in range(blocks):
        for v in range(BINS):  # element by element: numba would start all its threads for each sum of arrays
            result[v] += bins[b, v]
    return result


def torch_histogram(data: Any) -> Any:
    """Count with torch."""
    import torch  # noqa: PLC0415 - heavy, and needed only here

    return torch.bincount(data, minlength=BINS).to(torch.uint32)
