"""The variants that run on the host: NumPy, numba and torch."""

from __future__ import annotations

from typing import Any

import numpy as np
from numpy.typing import NDArray

Codes = NDArray[np.uint32]
Values = NDArray[np.int32]

BLOCK = 65_536  # codes that stay in a core's cache from adding them up to decoding them


def numpy_delta(codes: Codes) -> Values:
    """Turn the codes into steps, then keep one running total; each operation goes through memory."""
    signed = codes.view(np.int32)
    steps = (signed >> 1 & 0x7FFFFFFF) ^ -(signed & 1)
    return np.cumsum(steps, dtype=np.int32)


def numba_delta(codes: Codes) -> Values:
    """Add up the steps of each block, then scan it from what came before; compiled by numba, on all cores."""
    blocks = -(-len(codes) // BLOCK)
    before = np.empty(blocks, np.int32)
    result = np.empty(len(codes), np.int32)
    for b in prange(blocks):  # type: ignore[name-defined]  # noqa: F821 - numba's, bound when it is loaded
        part, steps = codes[b * BLOCK : (b + 1) * BLOCK], result[b * BLOCK : (b + 1) * BLOCK]
        for i in range(len(part)):  # a slice's index can't be negative, so the loop becomes vector instructions
            steps[i] = np.int32(part[i] >> np.uint32(1)) ^ -np.int32(part[i] & np.uint32(1))
        total = np.int32(0)
        for i in range(len(part)):
            total += steps[i]
        before[b] = total
    total = np.int32(0)
    for b in range(blocks):
        before[b], total = total, np.int32(total + before[b])
    for b in prange(blocks):  # type: ignore[name-defined]  # noqa: F821 - as above
        values, total = result[b * BLOCK : (b + 1) * BLOCK], before[b]
        fours = len(values) // 4 * 4
        for i in range(0, fours, 4):  # the running total waits for one addition in four values instead of for four
            first = values[i] + values[i + 1]
            last = values[i + 2] + values[i + 3]
            values[i] = total + values[i]
            values[i + 1] = total + first
            values[i + 2] = total + (first + values[i + 2])
            total += first + last
            values[i + 3] = total
        for i in range(fours, len(values)):
            total += values[i]
            values[i] = total
    return result


def torch_delta(codes: Any) -> Any:
    """Turn the codes into steps, then take torch's cumulative sum in 32 bits."""
    import torch  # noqa: PLC0415 - heavy, and needed only here

    signed = codes.view(torch.int32)
    steps = (signed >> 1 & 0x7FFFFFFF) ^ -(signed & 1)
    return steps.cumsum(0, dtype=torch.int32)
