"""The problem: oracle, examples, costs and tolerance of a histogram."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from underhood_kernels.families.histogram.inputs import BINS, check_inputs
from underhood_kernels.families.histogram.variants import VARIANTS
from underhood_kernels.family import Dimension, Family
from underhood_kernels.inputs import generator

Bytes = NDArray[np.uint8]


def example(size: int, seed: int = 0, *, in_order: int = 0) -> tuple[Bytes]:
    """Return `size` random bytes, some values far more frequent than others; sorted if `in_order` is 1.

    Sorted data have the same counts, and neighbours that all want the same bin.
    """
    if in_order not in (0, 1):
        raise ValueError(f"histogram: in_order must be 0 or 1, not {in_order}")
    random = generator("histogram", seed, size=size)
    data = np.clip(random.normal(100, 40, size), 0, BINS - 1).astype(np.uint8)
    return (np.sort(data) if in_order else data,)


def reference(data: Bytes) -> NDArray[np.uint32]:
    """Return the counts."""
    return np.bincount(check_inputs(data)[0], minlength=BINS).astype(np.uint32)


def flops(data: Bytes) -> int:  # noqa: ARG001 - a family's costs are functions of its inputs
    """Return none: counting takes whole numbers."""
    return 0


def least_bytes(data: Bytes) -> int:
    """Return the data read once and the counts written once."""
    return len(data) + 4 * BINS


def tolerance(data: Bytes) -> NDArray[np.float64]:  # noqa: ARG001
    """Return zeros: whole numbers are exact."""
    return np.zeros(BINS)


FAMILY = Family(
    name="histogram",
    title="Histogram",
    summary="Count how often each value occurs: many threads want the same few places at once.",
    dimensions={
        "size": Dimension(
            "bytes", 262_144, 0, 1 << 30, (1000, 16_384, 65_536, 262_144, 1_048_576, 4_194_304, 16_777_216)
        ),
        "in_order": Dimension("sorted", 0, 0, 1, (0, 1)),
    },
    example=example,
    reference=reference,
    flops=flops,
    bytes=least_bytes,
    tolerance=tolerance,
    variants=VARIANTS,
)
