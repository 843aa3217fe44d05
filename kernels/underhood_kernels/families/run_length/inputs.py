"""What the problem accepts, shared by the oracle and the variants."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import numpy as np

if TYPE_CHECKING:
    from numpy.typing import NDArray

MOST = (1 << 31) - 1  # bytes; the GPU counts places from 1 in 32 bits


def check_inputs(data: Any) -> tuple[NDArray[np.uint8]]:
    """Return the data as a contiguous uint8 vector; raise `ValueError` for anything else."""
    array = np.asarray(data)
    if array.dtype != np.uint8 or array.ndim != 1:
        raise ValueError(f"run_length: data must be a uint8 vector, not {array.dtype} of shape {array.shape}")
    if len(array) > MOST:
        raise ValueError(f"run_length: {len(array):,} bytes are more than {MOST:,}: split them into smaller parts")
    return (np.ascontiguousarray(array),)
