"""What the problem accepts, shared by the oracle and the variants."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import numpy as np

if TYPE_CHECKING:
    from numpy.typing import NDArray

BITS = 16  # of a coordinate


def check_inputs(points: Any) -> tuple[NDArray[np.uint16]]:
    """Return the points as a contiguous uint16 array of shape (n, 2); raise `ValueError` for anything else."""
    array = np.asarray(points)
    if array.dtype != np.uint16 or array.ndim != 2 or array.shape[1] != 2:
        raise ValueError(f"morton: points must be uint16 of shape (n, 2), not {array.dtype} of shape {array.shape}")
    return (np.ascontiguousarray(array),)
