"""What the problem accepts, shared by the oracle and the variants, and the frames of a signal."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import numpy as np

from underhood_kernels.inputs import vector

if TYPE_CHECKING:
    from numpy.typing import NDArray

    Vector = NDArray[np.float32]


def check_inputs(signal: Any, window: Any, hop: Any) -> tuple[Vector, Vector, NDArray[np.int64]]:
    """Return signal and window as contiguous float32 vectors and the hop as an array of one whole number.

    Raises `ValueError` for anything else, for a window of nothing and for a hop below 1.
    """
    signal, window = vector("spectrogram", "signal", signal), vector("spectrogram", "window", window)
    if not window.size:
        raise ValueError("spectrogram: window is empty; a frame has at least one sample")
    number = np.asarray(hop)
    if number.size != 1 or number.dtype.kind not in "iu" or not 1 <= number.item() < 1 << 31:
        raise ValueError(f"spectrogram: hop must be a whole number from 1 to 2³¹ − 1, not {hop!r}")
    return signal, window, number.astype(np.int64).reshape(1)


def frame_count(signal: NDArray[Any], window: NDArray[Any], hop: NDArray[np.int64]) -> int:
    """Return how many frames lie wholly inside the signal."""
    return max(0, 1 + (len(signal) - len(window)) // int(hop[0]))


def frames(signal: NDArray[Any], window: NDArray[Any], hop: NDArray[np.int64]) -> NDArray[Any]:
    """Return the windowed frames as rows, in the inputs' precision."""
    if len(signal) < len(window):
        return np.zeros((0, len(window)), signal.dtype)
    cut = np.lib.stride_tricks.sliding_window_view(signal, len(window))[:: int(hop[0])]
    windowed: NDArray[Any] = cut * window
    return windowed
