"""How the WGSL variants are launched: words in and words out, one each. A word holds a code, or its point."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, Any

import numpy as np
from numpy.typing import NDArray

from underhood_kernels.families import elementwise
from underhood_kernels.gpu.buffers import empty

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    from underhood_kernels.launch import Launch

Codes = NDArray[np.uint32]


def bits(codes: Codes, *, work_group: int) -> Launch:
    """Launch one thread per code."""
    return replace(elementwise.scalar(_buffers(codes), len(codes), work_group), finish=_points)


masks = bits  # the same threads; what differs is how they move the bits


def blocks(codes: Codes, *, work_group: int, per_thread: int) -> Launch:
    """Launch one work group per contiguous block."""
    return replace(elementwise.blocks(_buffers(codes), len(codes), work_group, per_thread), finish=_points)


def _buffers(codes: Codes) -> Callable[[], Mapping[str, Any]]:
    return lambda: {"codes": codes, "result": empty(len(codes), np.uint32)}


def _points(words: NDArray[np.uint32]) -> NDArray[np.uint16]:
    return words.view(np.uint16).reshape(-1, 2)  # x is the lower half
