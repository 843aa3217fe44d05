"""The variants that run on the host: NumPy, numba and torch."""

from __future__ import annotations

from typing import Any

import numpy as np
from numpy.typing import NDArray

Keys = NDArray[np.uint32]


def numpy_radix_sort(keys: Keys) -> Keys:
    """Sort with NumPy, which compares; with AVX-512 or AVX2, sixteen or eight keys at once."""
    return np.sort(keys)


def numba_radix_sort(keys: Keys) -> Keys:
    """Count digits of eight bits in parts of the keys, and take each part's keys to their places; four times."""
    radix, parts, one = 256, 16, np.uint32(1)
    length = -(-len(keys) // parts)
    source, other, result = keys, np.empty_like(keys), np.empty_like(keys)
    starts = np.empty((parts, radix), np.uint32)
    for turn in range(4):
        shift, target = np.uint32(8 * turn), result if turn % 2 else other
        for p in prange(parts):  # type: ignore[name-defined]  # noqa: F821 - numba's, bound when it is loaded
            part, mine = source[p * length : (p + 1) * length], starts[p]
            for d in range(radix):
                mine[d] = 0
            for i in range(len(part)):
                mine[(part[i] >> shift) & np.uint32(radix - 1)] += one
        position = np.uint32(0)
        for d in range(radix):
            for p in range(parts):
                starts[p, d], position = position, position + starts[p, d]
        for p in prange(parts):  # type: ignore[name-defined]  # noqa: F821 - as above
            part, mine = source[p * length : (p + 1) * length], starts[p]
            for i in range(len(part)):
                digit = (part[i] >> shift) & np.uint32(radix - 1)
                target[mine[digit]] = part[i]
                mine[digit] += one
        source = target
    return result


def torch_radix_sort(keys: Any) -> Any:
    """Sort with torch, which sorts signed numbers: with the highest bit turned over they have the order of the keys."""
    import torch  # noqa: PLC0415 - heavy, and needed only here

    highest = -(1 << 31)
    ordered, _ = torch.sort(keys.view(torch.int32) ^ highest)
    return (ordered ^ highest).view(torch.uint32)
