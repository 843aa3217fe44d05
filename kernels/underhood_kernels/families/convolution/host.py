"""The variants that run on the host: NumPy, numba and torch."""

from __future__ import annotations

from typing import Any

import numpy as np
from numpy.typing import NDArray

from underhood_kernels.families.convolution.inputs import centre

Vector = NDArray[np.float32]


def numpy_convolution(signal: Vector, taps: Vector) -> Vector:
    """Convolve with NumPy's own loop; "full" and a slice, because "same" changes its length for long filters."""
    if not signal.size:
        return np.zeros(0, np.float32)
    start = centre(taps)
    return np.convolve(signal, taps, "full")[start : start + len(signal)]


def numba_convolution(signal: Vector, taps: Vector) -> Vector:
    """Convolve with two loops; compiled by numba, the outer one runs on all cores."""
    length, count = len(signal), len(taps)
    before = count - 1 - (count - 1) // 2
    mirrored = taps[::-1].copy()  # both operands are then read forwards, as SIMD loads want it
    result = np.empty(length, np.float32)
    for i in prange(length):  # type: ignore[name-defined]  # noqa: F821 - numba's, bound when it is loaded
        first = max(0, before - i)  # the taps that meet a sample inside the signal
        last = min(count, length + before - i)
        total = np.float32(0)
        for k in range(first, last):
            total += mirrored[k] * signal[i - before + k]
        result[i] = total
    return result


def torch_convolution(signal: Any, taps: Any) -> Any:
    """Convolve as a layer of a neural network does; torch's conv1d doesn't mirror the filter, so we do."""
    import torch  # noqa: PLC0415 - heavy, and needed only here

    if not len(signal):
        return signal
    count = len(taps)
    after = (count - 1) // 2
    padded = torch.nn.functional.pad(signal, (count - 1 - after, after))
    return torch.nn.functional.conv1d(padded[None, None], taps.flip(0)[None, None])[0, 0]
