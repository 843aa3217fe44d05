"""What the problem accepts, shared by the oracle and the variants, and the filter written as its phases."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import numpy as np

from underhood_kernels.inputs import vector

if TYPE_CHECKING:
    from numpy.typing import NDArray

    Vector = NDArray[np.float32]


def check_inputs(signal: Any, taps: Any, decimation: Any) -> tuple[Vector, Vector, NDArray[np.int64]]:
    """Return signal and taps as contiguous float32 vectors and the decimation as an array of one whole number.

    Raises `ValueError` for anything else, for no taps, for taps that are not finite and for a decimation below 1.
    """
    signal, taps = vector("fir", "signal", signal), vector("fir", "taps", taps)
    if not taps.size:
        raise ValueError("fir: taps is empty; a filter has at least one tap")
    if not np.isfinite(taps).all():
        raise ValueError("fir: taps must be finite numbers")
    number = np.asarray(decimation)
    if number.size != 1 or number.dtype.kind not in "iu" or not 1 <= number.item() < 1 << 31:
        raise ValueError(f"fir: decimation must be a whole number from 1 to 2³¹ − 1, not {decimation!r}")
    return signal, taps, number.astype(np.int64).reshape(1)


def outputs(signal: NDArray[Any], decimation: NDArray[np.int64]) -> int:
    """Return how many results there are."""
    return -(-len(signal) // int(decimation[0]))


def by_phases(signal: NDArray[Any], taps: NDArray[Any], decimation: NDArray[np.int64]) -> NDArray[Any]:
    """Filter in the inputs' precision: every D-th tap from the p-th meets every D-th sample, at the low rate.

    result[i] = Σₚ Σ_q taps[qD + p] · signal[(i − q)·D − p], p < D
    """
    step = int(decimation[0])
    result = np.zeros(outputs(signal, decimation), signal.dtype)
    for p in range(min(step, len(taps))):
        late = 1 if p else 0  # the first sample of phases but the first lies D − p after the start
        phase = signal[(step - p) % step :: step]
        if phase.size:
            filtered = np.convolve(phase, taps[p::step])[: len(result) - late]
            result[late : late + len(filtered)] += filtered
    return result
