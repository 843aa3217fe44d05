"""What the problem accepts, shared by the oracle and the variants."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import numpy as np

if TYPE_CHECKING:
    from numpy.typing import NDArray

    Matrix = NDArray[np.int8]

MOST_TERMS = 131_071  # (−128)² times as many is still below 2³¹


def check_inputs(left: Any, right: Any) -> tuple[Matrix, Matrix]:
    """Return both matrices as contiguous int8; raise `ValueError` for anything that can't be multiplied exactly."""
    a, b = _matrix("left", left), _matrix("right", right)
    if a.shape[1] != b.shape[0]:
        raise ValueError(f"matmul_int8: left has {a.shape[1]} columns, but right has {b.shape[0]} rows")
    if a.shape[1] > MOST_TERMS:
        raise ValueError(
            f"matmul_int8: sums of {a.shape[1]} products may leave int32: {MOST_TERMS} columns of left are the most"
        )
    return a, b


def _matrix(name: str, value: Any) -> Matrix:
    array = np.asarray(value)
    if array.dtype != np.int8 or array.ndim != 2:
        raise ValueError(f"matmul_int8: {name} must be an int8 matrix, not {array.dtype} of shape {array.shape}")
    return np.ascontiguousarray(array)
