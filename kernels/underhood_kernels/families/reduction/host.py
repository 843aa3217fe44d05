"""The variants that run on the host: NumPy, numba and torch."""

from __future__ import annotations

from typing import Any

import numpy as np
from numpy.typing import NDArray

Vector = NDArray[np.float32]


def numpy_sum(values: Vector) -> Vector:
    """Add with NumPy, which adds pairwise: its error grows with the logarithm of the count."""
    return np.asarray(np.sum(values, keepdims=True))


def numpy_max(values: Vector) -> Vector:
    """Take NumPy's own maximum."""
    return np.asarray(np.max(values, keepdims=True, initial=np.float32(-np.inf)))


def numba_sum(values: Vector) -> Vector:
    """Add blocks of √n values, and then their √n sums; compiled by numba, the blocks are spread over all cores."""
    block = int(np.sqrt(len(values))) + 1
    blocks = -(-len(values) // block)
    partial = np.empty(blocks, np.float32)  # not zeros: numba would start its threads to fill them
    for b in prange(blocks):  # type: ignore[name-defined]  # noqa: F821 - numba's, bound when it is loaded
        total = np.float32(0)
        for i in range(b * block, min(len(values), (b + 1) * block)):
            total += values[i]
        partial[b] = total
    whole = np.float32(0)
    for b in range(blocks):
        whole += partial[b]
    return np.array([whole], np.float32)


def numba_max(values: Vector) -> Vector:
    """Take the largest of each block, and then the largest of those; NaN is larger than any number."""
    block = int(np.sqrt(len(values))) + 1
    blocks = -(-len(values) // block)
    partial = np.empty(blocks, np.float32)
    for b in prange(blocks):  # type: ignore[name-defined]  # noqa: F821 - as above
        best = np.float32(-np.inf)
        for i in range(b * block, min(len(values), (b + 1) * block)):
            if values[i] > best or np.isnan(values[i]):
                best = values[i]
        partial[b] = best
    largest = np.float32(-np.inf)
    for b in range(blocks):
        if partial[b] > largest or np.isnan(partial[b]):
            largest = partial[b]
    return np.array([largest], np.float32)


def torch_sum(values: Any) -> Any:
    """Add with torch, which adds blocks in a cascade."""
    return values.sum().reshape(1)


def torch_max(values: Any) -> Any:
    """Take torch's maximum, which nothing at all doesn't have."""
    return values.amax().reshape(1) if len(values) else values.new_full((1,), float("-inf"))
