"""The variants that run on the host: NumPy, numba and torch. All spread bits by masks, many at once."""

from __future__ import annotations

from typing import Any

import numpy as np
from numpy.typing import NDArray

Points = NDArray[np.uint16]
Codes = NDArray[np.uint32]


def numpy_morton(points: Points) -> Codes:
    """Spread all coordinates in four steps over whole arrays, each of which goes through memory."""
    bits = points.astype(np.uint32)
    for shift, mask in ((8, 0x00FF00FF), (4, 0x0F0F0F0F), (2, 0x33333333), (1, 0x55555555)):
        bits |= bits << shift
        bits &= mask
    return bits[:, 0] | bits[:, 1] << np.uint32(1)


def numba_morton(points: Points) -> Codes:
    """Change places within each word in four steps; compiled by numba, blocks of points run on all cores."""
    block = 16_384
    words = points.reshape(-1).view(np.uint32)  # x is the lower half
    result = np.empty(len(words), np.uint32)
    for b in prange(-(-len(words) // block)):  # type: ignore[name-defined]  # noqa: F821 - numba's, bound when it is loaded
        part, codes = words[b * block : (b + 1) * block], result[b * block : (b + 1) * block]
        for i in range(len(part)):  # a slice's index can't be negative, so the loop becomes vector instructions
            w = part[i]
            t = (w ^ (w >> np.uint32(8))) & np.uint32(0x0000FF00)
            w = w ^ t ^ (t << np.uint32(8))
            t = (w ^ (w >> np.uint32(4))) & np.uint32(0x00F000F0)
            w = w ^ t ^ (t << np.uint32(4))
            t = (w ^ (w >> np.uint32(2))) & np.uint32(0x0C0C0C0C)
            w = w ^ t ^ (t << np.uint32(2))
            t = (w ^ (w >> np.uint32(1))) & np.uint32(0x22222222)
            codes[i] = w ^ t ^ (t << np.uint32(1))
    return result


def torch_morton(points: Any) -> Any:
    """Spread all coordinates in four steps, as int32: torch shifts no unsigned numbers."""
    import torch  # noqa: PLC0415 - heavy, and needed only here

    bits = points.view(torch.int16).to(torch.int32) & 0xFFFF
    for shift, mask in ((8, 0x00FF00FF), (4, 0x0F0F0F0F), (2, 0x33333333), (1, 0x55555555)):
        bits |= bits << shift
        bits &= mask
    return (bits[:, 0] | bits[:, 1] << 1).view(torch.uint32)
