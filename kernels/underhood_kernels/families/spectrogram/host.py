"""The variants that run on the host: NumPy, numba and torch."""

from __future__ import annotations

from typing import Any

import numpy as np
from numpy.typing import NDArray

from underhood_kernels.families.fft.cpu import order, roots
from underhood_kernels.families.fft.inputs import chirp, chirp_filter, power_of_two
from underhood_kernels.families.spectrogram.cpu import compiled_frames
from underhood_kernels.families.spectrogram.inputs import frame_count, frames

Vector = NDArray[np.float32]
Number = NDArray[np.int64]


def numpy_spectrogram(signal: Vector, window: Vector, hop: Number) -> NDArray[np.float32]:
    """Cut the frames out, transform them as real numbers, and square."""
    spectra = np.fft.rfft(frames(signal, window, hop), axis=1)
    result: NDArray[np.float32] = (spectra.real**2 + spectra.imag**2).astype(np.float32, copy=False)
    return result


def numba_spectrogram(signal: Vector, window: Vector, hop: Number) -> NDArray[np.float32]:
    """Transform 64 frames at a time in 32 SIMD lanes, from the window to the power in the cache; compiled by numba."""
    points = len(window)
    result = np.empty((frame_count(signal, window, hop), points // 2 + 1), np.float32)
    length = power_of_two(points)
    log = length.bit_length() - 1
    k = np.arange(points)
    turned = filtering = np.zeros((0, 2), np.float32)
    if length != points:  # a convolution with a chirp, whose results come in reverse order
        k = (length - k) % length
        turned, filtering = (_pairs(values) for values in (chirp(points), chirp_filter(points)))
    tables = order(log), roots(log), turned, filtering, k
    compiled_frames()(signal, window, int(hop[0]), *tables, result)
    return result


def torch_spectrogram(signal: Any, window: Any, hop: Any) -> Any:
    """Cut the frames out, transform them as real numbers, and square."""
    import torch  # noqa: PLC0415 - heavy, and needed only here

    points = len(window)
    if len(signal) < points:
        return signal.new_empty((0, points // 2 + 1))
    return torch.fft.rfft(signal.unfold(0, points, int(hop)) * window).abs().square()


def _pairs(values: NDArray[np.complex128]) -> NDArray[np.float32]:
    pairs: NDArray[np.float32] = values.astype(np.complex64).view(np.float32)
    return pairs.reshape(-1, 2)
