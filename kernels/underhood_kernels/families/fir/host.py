"""The variants that run on the host: NumPy, numba and torch."""

from __future__ import annotations

from typing import Any

import numpy as np
from numpy.typing import NDArray

from underhood_kernels.families.fir.inputs import by_phases

Vector = NDArray[np.float32]
Number = NDArray[np.int64]


def numpy_fir(signal: Vector, taps: Vector, decimation: Number) -> Vector:
    """Convolve phase by phase, so that nothing is computed only to be left out."""
    return by_phases(signal, taps, decimation)


def numba_fir(signal: Vector, taps: Vector, decimation: Number) -> Vector:
    """Multiply every D-th stretch of the signal by the mirrored filter; compiled by numba, blocks run on all cores."""
    step, count = decimation[0], len(taps)
    results = -(-len(signal) // step)
    mirrored = taps[::-1].copy()  # both operands are then read forwards, as SIMD loads want it
    result = np.empty(results, np.float32)
    block = 256
    for b in prange(-(-results // block)):  # type: ignore[name-defined]  # noqa: F821 - numba's, bound when it is loaded
        for i in range(b * block, min(results, (b + 1) * block)):
            stop = i * step + 1
            met = signal[max(0, stop - count) : stop]
            used = mirrored[count - len(met) :]
            total = np.float32(0)
            for k in range(len(met)):
                total += used[k] * met[k]
            result[i] = total
    return result


def torch_fir(signal: Any, taps: Any, decimation: Any) -> Any:
    """Convolve as a layer of a neural network with a stride; torch's conv1d doesn't mirror the filter, so we do."""
    import torch  # noqa: PLC0415 - heavy, and needed only here

    if not len(signal):
        return signal.clone()
    padded = torch.nn.functional.pad(signal, (len(taps) - 1, 0))
    return torch.nn.functional.conv1d(padded[None, None], taps.flip(0)[None, None], stride=int(decimation))[0, 0]
