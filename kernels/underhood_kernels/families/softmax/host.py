"""The variants that run on the host: NumPy, numba and torch."""

from __future__ import annotations

from typing import Any

import numpy as np
from numpy.typing import NDArray

from underhood_kernels.host import into

Matrix = NDArray[np.float32]


def numpy_softmax(x: Matrix) -> Matrix:
    """Take the row's largest value off, exponentiate, and divide by the sum."""
    with np.errstate(invalid="ignore", over="ignore"):
        result: Matrix = np.exp(x - x.max(axis=1, keepdims=True, initial=-np.inf))
        result /= result.sum(axis=1, keepdims=True)
    return result


@into(np.empty_like)
def numba_softmax(x: Matrix, result: Matrix) -> None:
    """Keep a row in the cache from its maximum to its result; compiled by numba, the rows are spread over all cores.

    exp is written out, so that it runs in SIMD lanes: exp(d) = 2ⁿ·exp(f), with n whole and |f| at most ln 2 / 2, where
    seven terms of the series err by 2 units of round-off. For the same reason the maximum is one of whole numbers: a
    float's bits are in the order of floats, but for the sign.
    """
    rows, columns = x.shape
    bits = x.view(np.int32)
    work = rows if columns else 0
    for r in prange(work):  # type: ignore[name-defined]  # noqa: F821 - numba's, bound when it is loaded
        largest = np.int32(-(2**31))
        for c in range(columns):
            b = bits[r, c]
            largest = max(largest, np.int32(b ^ ((b >> 31) & 0x7FFFFFFF)))
        top = np.int32(largest ^ ((largest >> 31) & 0x7FFFFFFF)).view(np.float32)
        total = np.float32(0)
        for c in range(columns):
            distance = x[r, c] - top
            d = np.float32(-87.3) if distance < np.float32(-87.3) else distance  # noqa: FURB136 - NaN stays
            n = np.int32(d * np.float32(1.4426950408889634) - np.float32(0.5))
            f = d - np.float32(n) * np.float32(0.6931471805599453)
            p = np.float32(1 / 720) * f + np.float32(1 / 120)
            p = p * f + np.float32(1 / 24)
            p = p * f + np.float32(1 / 6)
            p = p * f + np.float32(1 / 2)
            p = (p * f + np.float32(1)) * f + np.float32(1)
            power = p * np.int32((n + np.int32(127)) << 23).view(np.float32)
            power = np.float32(0) if distance < np.float32(-87.3) else power
            result[r, c] = power
            total += power
        factor = np.float32(1) / total
        for c in range(columns):
            result[r, c] *= factor


def torch_softmax(x: Any) -> Any:
    """Take torch's softmax along the rows."""
    return x.softmax(1)
