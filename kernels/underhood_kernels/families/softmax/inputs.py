"""What the problem accepts, shared by the oracle and the variants."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import numpy as np

if TYPE_CHECKING:
    from numpy.typing import NDArray


def check_inputs(x: Any) -> tuple[NDArray[np.float32]]:
    """Return the matrix as contiguous float32; raise `ValueError` for anything that is none."""
    array = np.asarray(x)
    if array.dtype != np.float32 or array.ndim != 2:
        raise ValueError(f"softmax: x must be a float32 matrix, not {array.dtype} of shape {array.shape}")
    return (np.ascontiguousarray(array),)
