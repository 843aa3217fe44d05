"""The problems: oracles, examples, costs and tolerances of `sum` and `max`."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
from numpy.typing import NDArray

from underhood_kernels.families.reduction.inputs import checker
from underhood_kernels.families.reduction.variants import variants
from underhood_kernels.family import Dimension, Family
from underhood_kernels.inputs import generator
from underhood_kernels.rounding import sum_error

if TYPE_CHECKING:
    from collections.abc import Callable

Vector = NDArray[np.float32]


def reference_sum(values: Vector) -> Vector:
    """Return the sum computed in float64 and rounded once, as a vector of one."""
    (values,) = checker("sum")(values)
    with np.errstate(invalid="ignore", over="ignore"):  # ∞ − ∞ is NaN here as in every variant
        return np.asarray(np.sum(values, dtype=np.float64, keepdims=True)).astype(np.float32)


def reference_max(values: Vector) -> Vector:
    """Return the largest value as a vector of one: −∞ of nothing at all, NaN if there is one."""
    (values,) = checker("max")(values)
    return np.asarray(np.max(values, keepdims=True, initial=np.float32(-np.inf)))


def sum_tolerance(values: Vector) -> NDArray[np.float64]:
    """Return the largest rounding error of a blocked summation in float32, see `sum_error`."""
    magnitudes = np.sum(np.abs(values), dtype=np.float64, keepdims=True)
    return sum_error(len(values), np.asarray(magnitudes))


def max_tolerance(values: Vector) -> NDArray[np.float64]:  # noqa: ARG001 - a family's tolerance is a function of its inputs
    """Return zero: the largest value is one of those given."""
    return np.zeros(1)


def flops(values: Vector) -> int:
    """Return one addition or comparison less than there are values."""
    return max(0, len(values) - 1)


def least_bytes(values: Vector) -> int:
    """Return the values read once and the result written once."""
    return 4 * (len(values) + 1)


def _example(family: str) -> Callable[..., tuple[Vector]]:
    def example(size: int, seed: int = 0) -> tuple[Vector]:
        """Return `size` random numbers, zero-mean with variance 1: positive sums hide errors in small terms."""
        return (generator(family, seed, size=size).standard_normal(size, dtype=np.float32),)

    return example


DIMENSIONS = {
    "size": Dimension("values", 65_536, 0, 1 << 28, (1000, 4096, 16_384, 65_536, 262_144, 1_048_576, 4_194_304)),
}

SUM = Family(
    name="sum",
    title="Sum",
    summary="Combine many numbers into one: what each thread holds must meet what every other one holds.",
    dimensions=DIMENSIONS,
    example=_example("sum"),
    reference=reference_sum,
    flops=flops,
    bytes=least_bytes,
    tolerance=sum_tolerance,
    variants=variants("sum"),
)

MAX = Family(
    name="max",
    title="Maximum",
    summary="The same tree as for a sum with another operation, and exact in any order.",
    dimensions=DIMENSIONS,
    example=_example("max"),
    reference=reference_max,
    flops=flops,
    bytes=least_bytes,
    tolerance=max_tolerance,
    variants=variants("max"),
)
