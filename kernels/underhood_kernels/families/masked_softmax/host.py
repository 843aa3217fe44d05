"""The variants that run on the host: NumPy, numba and torch."""

from __future__ import annotations

from typing import Any

import numpy as np
from numpy.typing import NDArray

from underhood_kernels.host import into

Array = NDArray[np.float32]


def numpy_masked_softmax(x: Array, scale: Array) -> Array:
    """Scale, mask and take the softmax, each as whole arrays."""
    with np.errstate(invalid="ignore", over="ignore"):
        result: Array = np.where(np.tri(*x.shape, dtype=np.bool_), x * scale, np.float32(-np.inf))
        result -= result.max(axis=1, keepdims=True, initial=-np.inf)
        np.exp(result, out=result)
        result /= result.sum(axis=1, keepdims=True)
    return result


@into(lambda x, _scale: np.empty_like(x))
def numba_masked_softmax(x: Array, scale: Array, result: Array) -> None:
    """Take the softmax of what a row keeps, in the cache; compiled by numba, the rows are spread over all cores.

    exp and the maximum are written out for SIMD lanes, as for softmax.
    """
    rows, columns = x.shape
    bits = result.view(np.int32)
    factor = scale.item()
    work = rows if columns else 0
    for r in prange(work):  # type: ignore[name-defined]  # noqa: F821 - numba's, bound when it is loaded
        count = min(r + 1, columns)
        for c in range(count):
            result[r, c] = x[r, c] * factor
        largest = np.int32(-(2**31))
        for c in range(count):
            b = bits[r, c]
            largest = max(largest, np.int32(b ^ ((b >> 31) & 0x7FFFFFFF)))
        top = np.int32(largest ^ ((largest >> 31) & 0x7FFFFFFF)).view(np.float32)
        total = np.float32(0)
        for c in range(count):
            distance = result[r, c] - top
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
        share = np.float32(1) / total if total > 0 else np.float32(np.nan)
        for c in range(count):
            result[r, c] *= share
        rest = np.float32(0) * share  # NaN where the row is
        for c in range(count, columns):
            result[r, c] = rest


def torch_masked_softmax(x: Any, scale: Any) -> Any:
    """Scale, mask and take torch's softmax, each an operation of its own."""
    import torch  # noqa: PLC0415 - heavy, and needed only here

    rows, columns = (torch.arange(n, device=x.device) for n in x.shape)
    return (x * scale).masked_fill_(columns > rows[:, None], -torch.inf).softmax(1)
