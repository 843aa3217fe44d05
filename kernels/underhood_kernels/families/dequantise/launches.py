"""How the WGSL variants are launched: bytes in as words of four, floats out."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import numpy as np
from numpy.typing import NDArray

from underhood_kernels.families import elementwise
from underhood_kernels.families.quantise.inputs import BLOCK
from underhood_kernels.gpu.buffers import empty

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    from underhood_kernels.launch import Launch

Bytes = NDArray[np.int8]

WORD = 4  # bytes


def scalar(quantised: Bytes, *, work_group: int) -> Launch:
    """Launch one thread per value."""
    return elementwise.scalar(_buffers(quantised), _values(quantised), work_group)


def words(quantised: Bytes, *, work_group: int) -> Launch:
    """Launch one thread per four values."""
    return elementwise.vec4(_buffers(quantised), _values(quantised), work_group)


def blocks(quantised: Bytes, *, work_group: int, per_thread: int) -> Launch:
    """Launch one work group per contiguous block of words."""
    return elementwise.blocks(_buffers(quantised), _values(quantised), work_group, per_thread)


def _values(quantised: Bytes) -> int:
    return len(quantised) // (BLOCK + 1) * BLOCK


def _buffers(quantised: Bytes) -> Callable[[], Mapping[str, Any]]:
    def buffers() -> Mapping[str, Any]:
        padded = np.pad(quantised, (0, -len(quantised) % WORD)) if len(quantised) % WORD else quantised
        return {"quantised": padded.view(np.uint32), "result": empty(_values(quantised))}

    return buffers
