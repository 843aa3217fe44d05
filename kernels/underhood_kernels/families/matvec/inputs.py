"""What the three problems accept, shared by the oracles and the variants."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING, Any

import numpy as np

if TYPE_CHECKING:
    from collections.abc import Callable

    from numpy.typing import NDArray

    Checked = tuple[NDArray[Any], ...]


def checker(family: str) -> Callable[..., Checked]:
    """Return the function that checks the inputs of `family`."""
    checks: dict[str, Callable[..., Checked]] = {
        "matvec": partial(_check, family, np.float32, np.float32),
        "matvec_f16": partial(_check, family, np.float16, np.float16),
        "matvec_int8": _check_int8,
    }
    return checks[family]


def _check_int8(matrix: Any, scales: Any, vector: Any) -> Checked:
    """Return the three arrays, contiguous; raise `ValueError` for what has no product."""
    matrix, vector = _check("matvec_int8", np.int8, np.float32, matrix, vector)
    scales = _array("matvec_int8", "scales", np.float32, 1, scales)
    if len(scales) != matrix.shape[0]:
        raise ValueError(f"matvec_int8: {len(scales)} scales for {matrix.shape[0]} rows; there must be one a row")
    return matrix, scales, vector


def _check(family: str, of_matrix: type, of_vector: type, matrix: Any, vector: Any) -> Checked:
    """Return both arrays, contiguous; raise `ValueError` for what has no product."""
    matrix = _array(family, "matrix", of_matrix, 2, matrix)
    vector = _array(family, "vector", of_vector, 1, vector)
    if matrix.shape[1] != len(vector):
        raise ValueError(
            f"{family}: the matrix has {matrix.shape[1]} columns and the vector {len(vector)} elements; "
            f"they must be as many"
        )
    return matrix, vector


def _array(family: str, name: str, dtype: type, dimensions: int, value: Any) -> NDArray[Any]:
    array = np.asarray(value)
    if array.dtype != dtype or array.ndim != dimensions:
        kind = "vector" if dimensions == 1 else "matrix"
        raise ValueError(
            f"{family}: {name} must be a {np.dtype(dtype)} {kind}, not {array.dtype} of shape {array.shape}"
        )
    return np.ascontiguousarray(array)
