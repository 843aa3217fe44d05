"""How the WGSL variants are launched: words in and words out, one each. A word holds a point, or its code."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import numpy as np
from numpy.typing import NDArray

from underhood_kernels.families import elementwise
from underhood_kernels.gpu.buffers import empty

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    from underhood_kernels.launch import Launch

Points = NDArray[np.uint16]


def bits(points: Points, *, work_group: int) -> Launch:
    """Launch one thread per point."""
    return elementwise.scalar(_buffers(points), len(points), work_group)


masks = table = bits  # the same threads; what differs is how they move the bits


def blocks(points: Points, *, work_group: int, per_thread: int) -> Launch:
    """Launch one work group per contiguous block."""
    return elementwise.blocks(_buffers(points), len(points), work_group, per_thread)


def _buffers(points: Points) -> Callable[[], Mapping[str, Any]]:
    words = points.reshape(-1).view(np.uint32)  # x is the lower half
    return lambda: {"points": words, "result": empty(len(words), np.uint32)}
