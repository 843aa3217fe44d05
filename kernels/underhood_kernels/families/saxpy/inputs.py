"""What the problem accepts, shared by the oracle and the variants."""

from __future__ import annotations

from typing import Any

import numpy as np
from numpy.typing import NDArray

from underhood_kernels.inputs import vector

Array = NDArray[np.float32]


def check_inputs(a: Any, x: Any, y: Any) -> tuple[Array, Array, Array]:
    """Return `a` as a float32 array without dimensions, `x` and `y` as contiguous float32 vectors of one length.

    A plain Python number is taken for `a`. Raises `ValueError` for anything else.
    """
    factor = np.asarray(a, np.float32 if type(a) in (int, float) else None)
    if factor.dtype != np.float32 or factor.ndim != 0:
        raise ValueError(f"saxpy: a must be one float32 number, not {factor.dtype} of shape {factor.shape}")
    left, right = vector("saxpy", "x", x), vector("saxpy", "y", y)
    if len(left) != len(right):
        raise ValueError(f"saxpy: x and y must be of one length, not {len(left)} and {len(right)}")
    return factor, left, right
