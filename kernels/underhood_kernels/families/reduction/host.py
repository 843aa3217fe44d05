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
    """Take the largest of each block, and then the largest of those; NaN is larger than any number.

    A maximum of whole numbers runs in SIMD lanes, one of floats that NaN may be among does not: a float's bits are in
    the order of floats, but for the sign, and those of NaN without it are above those of infinity.
    """
    block = 16_384
    blocks = -(-len(values) // block)
    bits = values.view(np.int32)
    partial = np.empty(blocks, np.float32)
    for b in prange(blocks):  # type: ignore[name-defined]  # noqa: F821 - as above
        part = bits[b * block : (b + 1) * block]
        largest, farthest = np.int32(-(2**31)), np.int32(0)
        for i in range(len(part)):
            p = part[i]
            largest = max(largest, np.int32(p ^ ((p >> 31) & 0x7FFFFFFF)))
            farthest = max(farthest, np.int32(p & 0x7FFFFFFF))  # from zero
        best = np.int32(largest ^ ((largest >> 31) & 0x7FFFFFFF)).view(np.float32)
        partial[b] = best if farthest <= 0x7F800000 else np.float32(np.nan)
    whole = np.float32(-np.inf)
    for b in range(blocks):
        whole = whole if (whole >= partial[b]) | np.isnan(whole) else partial[b]
    return np.array([whole], np.float32)


def torch_sum(values: Any) -> Any:
    """Add with torch, which adds blocks in a cascade."""
    return values.sum().reshape(1)


def torch_max(values: Any) -> Any:
    """Take torch's maximum, which nothing at all doesn't have."""
    return values.amax().reshape(1) if len(values) else values.new_full((1,), float("-inf"))
