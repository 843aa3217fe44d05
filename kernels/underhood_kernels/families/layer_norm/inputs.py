"""What the problem accepts, shared by the oracle and the variants."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import numpy as np

from underhood_kernels.inputs import vector

if TYPE_CHECKING:
    from numpy.typing import NDArray

EPSILON = 1e-5


def check_inputs(x: Any, gain: Any, bias: Any) -> tuple[NDArray[np.float32], NDArray[np.float32], NDArray[np.float32]]:
    """Return the matrix and both vectors as contiguous float32; raise `ValueError` where they don't fit together."""
    array = np.asarray(x)
    if array.dtype != np.float32 or array.ndim != 2:
        raise ValueError(f"layer_norm: x must be a float32 matrix, not {array.dtype} of shape {array.shape}")
    gain, bias = vector("layer_norm", "gain", gain), vector("layer_norm", "bias", bias)
    for name, value in (("gain", gain), ("bias", bias)):
        if len(value) != array.shape[1]:
            columns = array.shape[1]
            raise ValueError(f"layer_norm: {name} must have a number for each of {columns} columns, not {len(value)}")
    return np.ascontiguousarray(array), gain, bias
