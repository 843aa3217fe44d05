"""What the problem accepts, shared by the oracle and the variants."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import numpy as np

if TYPE_CHECKING:
    from numpy.typing import NDArray

BINS = 256


def check_inputs(data: Any) -> tuple[NDArray[np.uint8]]:
    """Return the data as a contiguous uint8 vector; raise `ValueError` for anything else."""
    array = np.asarray(data)
    if array.dtype != np.uint8 or array.ndim != 1:
        raise ValueError(f"histogram: data must be a uint8 vector, not {array.dtype} of shape {array.shape}")
    return (np.ascontiguousarray(array),)
