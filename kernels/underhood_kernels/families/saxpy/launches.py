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


def scalar(a: Vector, x: Vector, y: Vector, *, work_group: int) -> Launch:
    """Launch one thread per element."""
    return elementwise.scalar(_buffers(a, x, y), len(y), work_group)


def vec4(a: Vector, x: Vector, y: Vector, *, work_group: int) -> Launch:
    """Launch one thread per vector of four."""
    return elementwise.vec4(_buffers(a, x, y), len(y), work_group)


def grid_stride(a: Vector, x: Vector, y: Vector, *, work_group: int, groups: int) -> Launch:
    """Launch a fixed number of work groups over the whole array."""
    return elementwise.grid_stride(_buffers(a, x, y), work_group, groups)


def blocks(a: Vector, x: Vector, y: Vector, *, work_group: int, per_thread: int) -> Launch:
    """Launch one work group per contiguous block."""
    return elementwise.blocks(_buffers(a, x, y), len(y), work_group, per_thread)


def _buffers(a: Vector, x: Vector, y: Vector) -> Callable[[], Mapping[str, Any]]:
    return lambda: {"a": a, "x": x, "y": y, "result": empty(len(x))}
