"""The problem: oracle, examples, costs and tolerance of delta decoding."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from underhood_kernels.families.delta.inputs import check_inputs, encoded
from underhood_kernels.families.delta.variants import VARIANTS
from underhood_kernels.family import Dimension, Family
from underhood_kernels.inputs import generator

Codes = NDArray[np.uint32]
Values = NDArray[np.int32]


def example(size: int, seed: int = 0) -> tuple[Codes]:
    """Return the codes of `size` values that wander about: steps of about a hundred, up or down."""
    random = generator("delta", seed, size=size)
    steps = random.normal(0, 100, size).astype(np.int64)
    return (encoded(np.cumsum(steps).astype(np.int32)),)


def reference(codes: Codes) -> Values:
    """Return the values, added up in 64 bits and cut off to 32."""
    (codes,) = check_inputs(codes)
    wide = codes.astype(np.int64)
    steps = np.where(wide % 2 == 0, wide // 2, -(wide + 1) // 2)
    return np.cumsum(steps).astype(np.uint64).astype(np.uint32).view(np.int32)


def flops(codes: Codes) -> int:
    """Return an addition of whole numbers for each value but the first."""
    return max(0, len(codes) - 1)


def least_bytes(codes: Codes) -> int:
    """Return the codes read once and the values written once."""
    return 8 * len(codes)


def tolerance(codes: Codes) -> NDArray[np.float64]:
    """Return zeros: whole numbers are exact."""
    return np.zeros(len(codes))


FAMILY = Family(
    name="delta",
    title="Delta decoding",
    summary="Every value waits for all the steps before it: to write differences down is easy, to read them is a scan.",
    dimensions={
        "size": Dimension(
            "values", 262_144, 0, 1 << 28, (1000, 16_384, 65_536, 262_144, 1_048_576, 4_194_304, 16_777_216)
        ),
    },
    example=example,
    reference=reference,
    flops=flops,
    bytes=least_bytes,
    tolerance=tolerance,
    variants=VARIANTS,
)
