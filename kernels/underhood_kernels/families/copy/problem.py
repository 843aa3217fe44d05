"""The problem: oracle, examples, costs and tolerance of a copy."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from underhood_kernels.families.copy.inputs import check_inputs
from underhood_kernels.families.copy.variants import VARIANTS
from underhood_kernels.family import Dimension, Family
from underhood_kernels.inputs import generator

Vector = NDArray[np.float32]


def example(size: int, seed: int = 0) -> tuple[Vector]:
    """Return `size` random numbers, zero-mean with variance 1: an order of its own, so that a shift shows."""
    return (generator("copy", seed, size=size).standard_normal(size, dtype=np.float32),)


def reference(source: Vector) -> Vector:
    """Return a copy."""
    return check_inputs(source)[0].copy()


def flops(source: Vector) -> int:  # noqa: ARG001 - a family's costs are functions of its inputs
    """Return none: a copy computes nothing."""
    return 0


def least_bytes(source: Vector) -> int:
    """Return the source read once and the result written once."""
    return 2 * 4 * len(source)


def tolerance(source: Vector) -> NDArray[np.float64]:
    """Return zeros: a copy is the same or it is wrong."""
    return np.zeros(len(source))


FAMILY = Family(
    name="copy",
    title="Copy",
    summary="Move an array: nothing to compute, so whatever is slow is an access pattern.",
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
