"""The variants that run on the host: NumPy, numba and torch."""

from __future__ import annotations

from typing import Any

import numpy as np
from numpy.typing import NDArray

Vector = NDArray[np.float32]


def numpy_copy(source: Vector) -> Vector:
    """Copy with the C library's own routine."""
    return source.copy()


def numba_copy(source: Vector) -> Vector:
    """Copy with a loop; compiled by numba, it runs on all cores."""
    result = np.empty_like(source)
    for i in prange(len(source)):  # type: ignore[name-defined]  # noqa: F821 - numba's, bound when it is loaded
        result[i] = source[i]
    return result


def torch_copy(source: Any) -> Any:
    """Copy a tensor."""
    return source.clone()
