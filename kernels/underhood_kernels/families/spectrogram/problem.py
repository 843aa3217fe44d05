"""The problem: oracle, examples, costs and tolerance of a spectrogram."""

from __future__ import annotations

from math import log2

import numpy as np
from numpy.typing import NDArray

from underhood_kernels.families.fft.problem import relative_error
from underhood_kernels.families.spectrogram.inputs import check_inputs, frame_count, frames
from underhood_kernels.families.spectrogram.variants import VARIANTS
from underhood_kernels.family import Dimension, Family
from underhood_kernels.inputs import generator
from underhood_kernels.rounding import TINY, UNIT

Vector = NDArray[np.float32]
Number = NDArray[np.int64]


def example(size: int, seed: int = 0, *, frame: int = 1024, hop: int = 256) -> tuple[Vector, Vector, Number]:
    """Return a random signal of `size` samples, Hann's window of `frame` samples, and the hop.

    A signal shorter than the frame gets a shorter frame, so that there is something to see.
    """
    random = generator("spectrogram", seed, size=size)
    if frame < 1 or hop < 1:
        raise ValueError(f"spectrogram: frame and hop must be 1 or more, not {frame} and {hop}")
    frame = min(frame, max(1, size))
    window = 0.5 - 0.5 * np.cos(2 * np.pi / frame * np.arange(frame)) if frame > 1 else np.ones(1)
    return random.standard_normal(size, dtype=np.float32), window.astype(np.float32), np.array([hop])


def reference(signal: Vector, window: Vector, hop: Number) -> NDArray[np.float32]:
    """Return the powers computed in float64, each rounded once."""
    with np.errstate(invalid="ignore", over="ignore"):
        spectra = _spectra(signal, window, hop)
        result: NDArray[np.float32] = (spectra.real**2 + spectra.imag**2).astype(np.float32)
        return result


def _spectra(signal: Vector, window: Vector, hop: Number) -> NDArray[np.complex128]:
    signal, window, hop = check_inputs(signal, window, hop)
    spectra: NDArray[np.complex128] = np.fft.rfft(frames(signal.astype(np.float64), window.astype(np.float64), hop))
    return spectra


def flops(signal: Vector, window: Vector, hop: Number) -> int:
    """Return for every frame n for the window, 5/2 n log₂ n for a real transform, and 3 for each power."""
    n = len(window)
    return frame_count(signal, window, hop) * round(n + 2.5 * n * log2(n) + 3 * (n // 2 + 1))


def least_bytes(signal: Vector, window: Vector, hop: Number) -> int:
    """Return signal and window read once and the result written once."""
    return 4 * (len(signal) + len(window) + frame_count(signal, window, hop) * (len(window) // 2 + 1))


def tolerance(signal: Vector, window: Vector, hop: Number) -> NDArray[np.float64]:
    """Return each power's largest rounding error.

    A frequency X errs by ε, the transform's error and u for the window, relative to the largest magnitude of the frame
    or of the one that may share its transform, see `fft`. Its power then errs by 2|X|ε + ε², and by 3u of itself.
    """
    with np.errstate(invalid="ignore", over="ignore"):
        magnitudes = np.abs(_spectra(signal, window, hop))
        largest = np.max(magnitudes, axis=1, initial=0)
        # The other frame of a pair: 2p for 2p + 1 and the other way round; the last may be alone.
        other = np.minimum(np.arange(len(largest)) ^ 1, max(0, len(largest) - 1))
        both = largest + largest[other]
        unit = relative_error(len(window)) + UNIT
        error = (unit * both + 4 * len(window) * TINY)[:, None]
        return np.asarray(2 * magnitudes * error + error**2 + 4 * UNIT * magnitudes**2 + 4 * TINY, np.float64)


FAMILY = Family(
    name="spectrogram",
    title="Spectrogram",
    summary="Window, transform, square: three steps over the same frames, and what it costs to do them apart.",
    dimensions={
        "size": Dimension("signal length", 65_536, 0, 1 << 26, (4096, 16_384, 65_536, 262_144, 1_048_576, 4_194_304)),
        "frame": Dimension("frame length", 1024, 1, 65_536, (256, 400, 512, 1000, 1024, 2048, 4096)),
        "hop": Dimension("hop", 256, 1, 65_536, (64, 128, 160, 256, 512, 1024)),
    },
    example=example,
    reference=reference,
    flops=flops,
    bytes=least_bytes,
    tolerance=tolerance,
    variants=VARIANTS,
)
