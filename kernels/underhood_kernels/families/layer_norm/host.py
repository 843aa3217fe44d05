"""The variants that run on the host: NumPy, numba and torch."""

from __future__ import annotations

from typing import Any

import numpy as np
from numpy.typing import NDArray

from underhood_kernels.host import into

Array = NDArray[np.float32]


def numpy_layer_norm(x: Array, gain: Array, bias: Array) -> Array:
    """Take the mean off, divide by the root of the mean square, scale and shift, each as whole arrays."""
    count = np.float32(max(1, x.shape[1]))
    with np.errstate(invalid="ignore"):
        result: Array = x - x.sum(axis=1, keepdims=True) / count
        variance = np.square(result).sum(axis=1, keepdims=True) / count
        result /= np.sqrt(variance + np.float32(1e-5))
        result *= gain
        result += bias
    return result


@into(lambda x, _gain, _bias: np.empty_like(x))
def numba_layer_norm(x: Array, gain: Array, bias: Array, result: Array) -> None:
    """Keep a row in the cache from its mean to its result; compiled by numba, the rows are spread over all cores."""
    rows, columns = x.shape
    work = rows if columns else 0
    for r in prange(work):  # type: ignore[name-defined]  # noqa: F821 - numba's, bound when it is loaded
        total = np.float32(0)
        for c in range(columns):
            total += x[r, c]
        mean = total / np.float32(columns)
        squares = np.float32(0)
        for c in range(columns):
            squares += (x[r, c] - mean) * (x[r, c] - mean)
        factor = np.float32(1) / np.sqrt(squares / np.float32(columns) + np.float32(1e-5))
        for c in range(columns):
            result[r, c] = (x[r, c] - mean) * factor * gain[c] + bias[c]


def torch_layer_norm(x: Any, gain: Any, bias: Any) -> Any:
    """Take torch's layer normalisation of the rows."""
    from torch.nn.functional import layer_norm  # noqa: PLC0415 - heavy, and needed only here

    return layer_norm(x, x.shape[1:], gain, bias, 1e-5)
