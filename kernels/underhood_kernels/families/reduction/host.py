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
        part = values[b * block : (b + 1) * block]
        total = np.float32(0)
        for i in range(len(part)):  # a slice's index can't be negative, so the loop becomes vector instructions
            total += part[i]
        partial[b] = total
    whole = np.float32(0)
    for b in range(blocks):
        whole += partial[b]
    return np.array([whole], np.float32)


def numba_max(values: Vector) -> Vector:
    """Take the largest of each block, and then the largest of those; NaN is larger than any number."""
    block, lanes = 16_384, 256
    blocks = -(-len(values) // block)
    partial = np.empty(blocks, np.float32)
    for b in prange(blocks):  # type: ignore[name-defined]  # noqa: F821 - as above
        # One maximum is a chain of comparisons; a row of them, each with its own, becomes vector instructions.
        best = np.empty(lanes, np.float32)
        for j in range(lanes):
            best[j] = -np.inf
        part = values[b * block : (b + 1) * block]
        for start in range(0, len(part), lanes):
            row = part[start : start + lanes]
            for j in range(len(row)):
                best[j] = best[j] if (best[j] >= row[j]) | (best[j] != best[j]) else row[j]
        for j in range(1, lanes):
            best[0] = best[0] if (best[0] >= best[j]) | (best[0] != best[0]) else best[j]
        partial[b] = best[0]
    largest = np.float32(-np.inf)
    for b in range(blocks):
        largest = largest if (largest >= partial[b]) | np.isnan(largest) else partial[b]
    return np.array([largest], np.float32)


def torch_sum(values: Any) -> Any:
    """Add with torch, which adds blocks in a cascade."""
    return values.sum().reshape(1)


def torch_max(values: Any) -> Any:
    """Take torch's maximum, which nothing at all doesn't have."""
    return values.amax().reshape(1) if len(values) else values.new_full((1,), float("-inf"))
