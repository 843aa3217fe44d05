"""The problem: oracle, examples, costs and tolerance of 1D convolution."""

from __future__ import annotations

from typing import Any

import numpy as np
from numpy.typing import NDArray

from underhood_kernels.families.convolution.inputs import centre, check_inputs
from underhood_kernels.families.convolution.variants import VARIANTS
from underhood_kernels.family import Dimension, Family

Vector = NDArray[np.float32]


def example(size: int, seed: int = 0, *, taps: int = 31) -> tuple[Vector, Vector]:
    """Return a random signal of `size` samples and a random filter of `taps` taps, both zero-mean with variance 1.

    Zero-mean, because sums of positive numbers hide errors in small terms; random, because ramps and constants let
    shifted and mirrored filters pass.
    """
    if size < 0 or taps < 1:
        raise ValueError(f"convolution: size must be 0 or more and taps 1 or more, not {size} and {taps}")
    random = np.random.default_rng(seed)
    signal = random.standard_normal(size, dtype=np.float32)
    return signal, random.standard_normal(taps, dtype=np.float32)


def reference(signal: Vector, taps: Vector) -> Vector:
    """Return the convolution computed in float64 and rounded once."""
    signal, taps = check_inputs(signal, taps)
    return _same(signal.astype(np.float64), taps.astype(np.float64)).astype(np.float32)


def _same(signal: NDArray[Any], taps: NDArray[Any]) -> NDArray[Any]:
    if not signal.size:
        return np.zeros(0, signal.dtype)
    start = centre(taps)
    return np.convolve(signal, taps, "full")[start : start + len(signal)]


def flops(signal: Vector, taps: Vector) -> int:
    """Return a multiplication and an addition for every output and tap."""
    return 2 * len(signal) * len(taps)


def least_bytes(signal: Vector, taps: Vector) -> int:
    """Return signal and filter read once and the result written once."""
    return 4 * (2 * len(signal) + len(taps))


def tolerance(signal: Vector, taps: Vector) -> NDArray[np.float64]:
    """Return each output's largest rounding error in float32, whatever the order of summation.

    A sum of m products errs by at most γ = m·u / (1 − m·u) times the sum of their magnitudes, u = 2⁻²⁴ (Higham,
    Accuracy and Stability of Numerical Algorithms, 2002, eq. 3.4); one u more for rounding the oracle, and the smallest
    normal number for GPUs that flush smaller ones to zero.
    """
    unit = (len(taps) + 1) * 2.0**-24
    magnitudes = _same(np.abs(signal).astype(np.float64), np.abs(taps).astype(np.float64))
    return unit / (1 - unit) * magnitudes + np.finfo(np.float32).tiny * (len(taps) + 1)


FAMILY = Family(
    name="convolution",
    title="1D convolution",
    summary="Slide a filter over a signal: the same few taps meet every sample, so there is much to re-use.",
    dimensions={
        "size": Dimension(
            "signal length", 65_536, 1, 1 << 24, (1000, 4096, 16_384, 65_536, 262_144, 1_048_576, 4_194_304)
        ),
        "taps": Dimension("filter length", 31, 1, 4096, (1, 3, 7, 15, 31, 63, 127, 255, 511)),
    },
    example=example,
    reference=reference,
    flops=flops,
    bytes=least_bytes,
    tolerance=tolerance,
    variants=VARIANTS,
)
