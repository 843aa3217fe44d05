"""What the problem accepts, shared by the oracle and the variants."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import numpy as np

if TYPE_CHECKING:
    from numpy.typing import NDArray


def check_inputs(left: Any, right: Any) -> tuple[NDArray[np.float32], NDArray[np.float32]]:
    """Return both matrices as contiguous float32; raise `ValueError` for what has no product."""
    left, right = np.asarray(left), np.asarray(right)
    for name, array in (("left", left), ("right", right)):
        if array.dtype != np.float32 or array.ndim != 2:
            raise ValueError(f"matmul: {name} must be a float32 matrix, not {array.dtype} of shape {array.shape}")
    if left.shape[1] != right.shape[0]:
        raise ValueError(
            f"matmul: left has {left.shape[1]} columns and right {right.shape[0]} rows; they must be as many"
        )
    return np.ascontiguousarray(left), np.ascontiguousarray(right)
