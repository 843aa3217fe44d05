"""The problem: oracle, examples, costs and tolerance of an inclusive scan."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from underhood_kernels.families.scan.inputs import check_inputs
from underhood_kernels.families.scan.variants import VARIANTS
from underhood_kernels.family import Dimension, Family
from underhood_kernels.inputs import generator
from underhood_kernels.rounding import sum_error

Vector = NDArray[np.float32]


def example(size: int, seed: int = 0) -> tuple[Vector]:
    """Return `size` random numbers, zero-mean with variance 1: positive sums hide errors in small terms."""
    return (generator("scan", seed, size=size).standard_normal(size, dtype=np.float32),)


def reference(values: Vector) -> Vector:
    """Return the sums computed in float64, each rounded once."""
    (values,) = check_inputs(values)
    with np.errstate(invalid="ignore", over="ignore"):  # ∞ − ∞ is NaN here as in every variant
        return np.cumsum(values, dtype=np.float64).astype(np.float32)


def flops(values: Vector) -> int:
    """Return one addition for every value but the first."""
    return max(0, len(values) - 1)


def least_bytes(values: Vector) -> int:
    """Return the values read once and the result written once."""
    return 2 * 4 * len(values)


def tolerance(values: Vector) -> NDArray[np.float64]:
    """Return each sum's largest rounding error in a blocked summation in float32, see `sum_error`.

    A look-back over n / 4096 blocks keeps to it as well: adding their totals one after the other is no higher than
    2√n up to 2²⁶ values, and above that only if every block had to wait for the one before it.
    """
    return sum_error(len(values), np.cumsum(np.abs(values), dtype=np.float64))


FAMILY = Family(
    name="scan",
    title="Prefix sum",
    summary="Every sum up to here: it looks sequential, each needing the one before, and yet is parallel.",
    dimensions={
        "size": Dimension("values", 65_536, 0, 1 << 28, (1000, 4096, 16_384, 65_536, 262_144, 1_048_576, 4_194_304)),
    },
    example=example,
    reference=reference,
    flops=flops,
    bytes=least_bytes,
    tolerance=tolerance,
    variants=VARIANTS,
)
