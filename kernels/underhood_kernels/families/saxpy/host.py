"""The variants that run on the host: NumPy, numba and torch."""

from __future__ import annotations

from typing import Any

import numpy as np
from numpy.typing import NDArray

Vector = NDArray[np.float32]


def numpy_saxpy(a: Vector, x: Vector, y: Vector) -> Vector:
    """Multiply into a new array, then add."""
    return np.asarray(a * x + y)


def numba_saxpy(a: Vector, x: Vector, y: Vector) -> Vector:
    """Multiply and add in one loop; compiled by numba, it runs on all cores."""
    factor = a[()]
    result = np.empty_like(x)
    for i in prange(len(x)):  # type: ignore[name-defined]  # noqa: F821 - numba's, bound when it is loaded
        result[i] = factor * x[i] + y[i]
    return result


def torch_saxpy(a: Any, x: Any, y: Any) -> Any:
    """Add a multiple of one tensor to another."""
    import torch  # noqa: PLC0415 - heavy, and needed only here

    return torch.add(y, x, alpha=a.item())
