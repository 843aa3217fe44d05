"""How the four WGSL variants are launched."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import numpy as np
from numpy.typing import NDArray

from underhood_kernels.families import elementwise
from underhood_kernels.gpu.buffers import empty

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    from underhood_kernels.launch import Launch

Vector = NDArray[np.float32]


def scalar(source: Vector, *, work_group: int) -> Launch:
    """Launch one thread per element."""
    return elementwise.scalar(_buffers(source), len(source), work_group)


def vec4(source: Vector, *, work_group: int) -> Launch:
    """Launch one thread per vector of four."""
    return elementwise.vec4(_buffers(source), len(source), work_group)


def grid_stride(source: Vector, *, work_group: int, groups: int) -> Launch:
    """Launch a fixed number of work groups over the whole array."""
    return elementwise.grid_stride(_buffers(source), work_group, groups)


def blocks(source: Vector, *, work_group: int, per_thread: int) -> Launch:
    """Launch one work group per contiguous block."""
    return elementwise.blocks(_buffers(source), len(source), work_group, per_thread)


def _buffers(source: Vector) -> Callable[[], Mapping[str, Any]]:
    return lambda: {"source": source, "result": empty(len(source))}
