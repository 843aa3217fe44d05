"""What the problem accepts, and how the codes are made."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import numpy as np

if TYPE_CHECKING:
    from numpy.typing import NDArray


def check_inputs(codes: Any) -> tuple[NDArray[np.uint32]]:
    """Return the codes as a contiguous uint32 vector; raise `ValueError` for anything else."""
    array = np.asarray(codes)
    if array.dtype != np.uint32 or array.ndim != 1:
        raise ValueError(f"delta: codes must be a uint32 vector, not {array.dtype} of shape {array.shape}")
    return (np.ascontiguousarray(array),)


def encoded(values: NDArray[np.int32]) -> NDArray[np.uint32]:
    """Return the zigzag codes of the steps between int32 values, the first one from 0."""
    steps = np.diff(values, prepend=np.int32(0))  # wraps around as int32 does
    return (steps << 1 ^ steps >> 31).view(np.uint32)
