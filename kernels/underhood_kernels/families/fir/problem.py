"""The problem: oracle, examples, costs and tolerance of a decimating FIR filter."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from underhood_kernels.families.fir.inputs import by_phases, check_inputs, outputs
from underhood_kernels.families.fir.variants import VARIANTS
from underhood_kernels.family import Dimension, Family
from underhood_kernels.inputs import generator
from underhood_kernels.rounding import TINY, UNIT

Vector = NDArray[np.float32]
Number = NDArray[np.int64]


def example(size: int, seed: int = 0, *, taps: int = 63, decimation: int = 4) -> tuple[Vector, Vector, Number]:
    """Return a random signal of `size` samples, a random filter of `taps` taps, and how many samples give one result.

    Zero-mean with variance 1: sums of positive numbers hide errors in small terms, and real filters are symmetric, so
    that mirrored ones would pass.
    """
    random = generator("fir", seed, size=size)
    if taps < 1 or decimation < 1:
        raise ValueError(f"fir: taps and decimation must be 1 or more, not {taps} and {decimation}")
    signal = random.standard_normal(size, dtype=np.float32)
    return signal, random.standard_normal(taps, dtype=np.float32), np.array([decimation])


def reference(signal: Vector, taps: Vector, decimation: Number) -> Vector:
    """Return the results computed in float64, each rounded once."""
    signal, taps, decimation = check_inputs(signal, taps, decimation)
    with np.errstate(invalid="ignore", over="ignore"):
        return by_phases(signal.astype(np.float64), taps.astype(np.float64), decimation).astype(np.float32)


def flops(signal: Vector, taps: Vector, decimation: Number) -> int:
    """Return a multiplication and an addition for every result and tap."""
    return 2 * outputs(signal, decimation) * len(taps)


def least_bytes(signal: Vector, taps: Vector, decimation: Number) -> int:
    """Return signal and filter read once and the result written once."""
    return 4 * (len(signal) + len(taps) + outputs(signal, decimation))


def tolerance(signal: Vector, taps: Vector, decimation: Number) -> NDArray[np.float64]:
    """Return each result's largest rounding error in float32, whatever the order of summation.

    A sum of m products errs by at most γ = m·u / (1 − m·u) times the sum of their magnitudes (Higham, Accuracy and
    Stability of Numerical Algorithms, 2002, eq. 3.4); one u more is for rounding the oracle, and the smallest normal
    number for GPUs that flush smaller ones to zero.
    """
    unit = (len(taps) + 1) * UNIT
    with np.errstate(invalid="ignore", over="ignore"):
        magnitudes = by_phases(np.abs(signal).astype(np.float64), np.abs(taps).astype(np.float64), decimation)
    return np.asarray(unit / (1 - unit) * magnitudes + TINY * (len(taps) + 1), np.float64)


FAMILY = Family(
    name="fir",
    title="Decimating FIR filter",
    summary="Filter a signal and keep every D-th sample: what is left out need never be computed.",
    dimensions={
        "size": Dimension("signal length", 65_536, 0, 1 << 28, (1000, 16_384, 65_536, 262_144, 1_048_576, 4_194_304)),
        "taps": Dimension("filter length", 63, 1, 4096, (1, 7, 15, 31, 63, 127, 255, 511)),
        "decimation": Dimension("decimation", 4, 1, 1024, (1, 2, 3, 4, 8, 16, 32)),
    },
    example=example,
    reference=reference,
    flops=flops,
    bytes=least_bytes,
    tolerance=tolerance,
    variants=VARIANTS,
)
