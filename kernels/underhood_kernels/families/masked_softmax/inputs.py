"""What the problem accepts, shared by the oracle and the variants."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import numpy as np

if TYPE_CHECKING:
    from numpy.typing import NDArray


def check_inputs(x: Any, scale: Any) -> tuple[NDArray[np.float32], NDArray[np.float32]]:
    """Return the matrix as contiguous float32 and the scale as a float32 array without dimensions.

    A plain Python number is taken for the scale. Raises `ValueError` for anything else.
    """
    array = np.asarray(x)
    if array.dtype != np.float32 or array.ndim != 2:
        raise ValueError(f"masked_softmax: x must be a float32 matrix, not {array.dtype} of shape {array.shape}")
    factor = np.asarray(scale, np.float32 if type(scale) in (int, float) else None)
    if factor.dtype != np.float32 or factor.ndim != 0:
        raise ValueError(
            f"masked_softmax: scale must be one float32 number, not {factor.dtype} of shape {factor.shape}"
        )
    return np.ascontiguousarray(array), factor
