"""The problem: oracle, examples, costs and tolerance of saxpy."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from underhood_kernels.families.saxpy.inputs import check_inputs
from underhood_kernels.families.saxpy.variants import VARIANTS
from underhood_kernels.family import Dimension, Family
from underhood_kernels.inputs import generator
from underhood_kernels.rounding import TINY, UNIT

Array = NDArray[np.float32]


def example(size: int, seed: int = 0) -> tuple[Array, Array, Array]:
    """Return a random factor and two random vectors of `size` numbers, zero-mean with variance 1."""
    random = generator("saxpy", seed, size=size)
    a = np.asarray(random.standard_normal(), np.float32)
    x, y = (random.standard_normal(size, dtype=np.float32) for _ in range(2))
    return a, x, y


def reference(a: Array, x: Array, y: Array) -> Array:
    """Return the result computed in float64 and rounded once."""
    a, x, y = check_inputs(a, x, y)
    with np.errstate(invalid="ignore", over="ignore"):  # ∞ − ∞ is NaN here as in every variant
        return (a.astype(np.float64) * x + y).astype(np.float32)


def flops(a: Array, x: Array, y: Array) -> int:  # noqa: ARG001 - a family's costs are functions of its inputs
    """Return a multiplication and an addition for every element."""
    return 2 * len(x)


def least_bytes(a: Array, x: Array, y: Array) -> int:  # noqa: ARG001
    """Return both vectors read once and the result written once."""
    return 3 * 4 * len(x)


def tolerance(a: Array, x: Array, y: Array) -> NDArray[np.float64]:
    """Return each element's largest rounding error in float32, with or without a fused multiply-add.

    Rounding the product and then the sum gives (a·x·(1 + δ) + y)(1 + ε) with |δ|, |ε| ≤ u = 2⁻²⁴ (Higham, Accuracy and
    Stability of Numerical Algorithms, 2002, eq. 2.4); fused, δ is zero. One u more for rounding the oracle, and the
    smallest normal number for each operation on GPUs that flush smaller ones to zero.
    """
    with np.errstate(invalid="ignore"):
        product = a.astype(np.float64) * x
        return (1 + UNIT) * UNIT * np.abs(product) + 2 * UNIT * np.abs(product + y) + 2 * TINY


FAMILY = Family(
    name="saxpy",
    title="saxpy",
    summary="Add a multiple of one vector to another: two operations for twelve bytes, so memory sets the pace.",
    dimensions={
        "size": Dimension("elements", 65_536, 0, 1 << 28, (1000, 4096, 16_384, 65_536, 262_144, 1_048_576, 4_194_304)),
    },
    example=example,
    reference=reference,
    flops=flops,
    bytes=least_bytes,
    tolerance=tolerance,
    variants=VARIANTS,
)
