"""The variants that run on the host: NumPy, numba and torch. All gather bits by masks, many at once."""

from __future__ import annotations

from typing import Any

import numpy as np
from numpy.typing import NDArray

Points = NDArray[np.uint16]
Codes = NDArray[np.uint32]


def numpy_morton_decode(codes: Codes) -> Points:
    """Gather the bits of all coordinates in four steps over whole arrays, each of which goes through memory."""
    bits = np.stack([codes, codes >> 1], axis=1)
    bits &= 0x55555555
    for shift, mask in ((1, 0x33333333), (2, 0x0F0F0F0F), (4, 0x00FF00FF), (8, 0x0000FFFF)):
        bits |= bits >> shift
        bits &= mask
    return bits.astype(np.uint16)


def numba_morton_decode(codes: Codes) -> Points:
    """Change places within each word in four steps; compiled by numba, blocks of codes run on all cores."""
    block = 16_384
    words = np.empty(len(codes), np.uint32)
    for b in prange(-(-len(codes) // block)):  # type: ignore[name-defined]  # noqa: F821 - numba's, bound when it is loaded
        part, points = codes[b * block : (b + 1) * block], words[b * block : (b + 1) * block]
        for i in range(len(part)):  # a slice's index can't be negative, so the loop becomes vector instructions
            w = part[i]
            t = (w ^ (w >> np.uint32(1))) & np.uint32(0x22222222)
            w = w ^ t ^ (t << np.uint32(1))
            t = (w ^ (w >> np.uint32(2))) & np.uint32(0x0C0C0C0C)
            w = w ^ t ^ (t << np.uint32(2))
            t = (w ^ (w >> np.uint32(4))) & np.uint32(0x00F000F0)
            w = w ^ t ^ (t << np.uint32(4))
            t = (w ^ (w >> np.uint32(8))) & np.uint32(0x0000FF00)
            points[i] = w ^ t ^ (t << np.uint32(8))
    return words.view(np.uint16).reshape(-1, 2)  # x is the lower half


def torch_morton_decode(codes: Any) -> Any:
    """Gather the bits of all coordinates in four steps, as int32: torch shifts no unsigned numbers."""
    import torch  # noqa: PLC0415 - heavy, and needed only here

    signed = codes.view(torch.int32)
    bits = torch.stack([signed, signed >> 1], dim=1) & 0x55555555
    for shift, mask in ((1, 0x33333333), (2, 0x0F0F0F0F), (4, 0x00FF00FF), (8, 0x0000FFFF)):
        bits |= bits >> shift
        bits &= mask
    return bits.to(torch.int16).view(torch.uint16)
