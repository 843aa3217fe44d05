"""The problem: oracle, examples, costs and tolerance of Morton codes."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from underhood_kernels.families.morton.inputs import BITS, check_inputs
from underhood_kernels.families.morton.variants import VARIANTS
from underhood_kernels.family import Dimension, Family
from underhood_kernels.inputs import generator

Points = NDArray[np.uint16]
Codes = NDArray[np.uint32]


def example(size: int, seed: int = 0) -> tuple[Points]:
    """Return `size` random points, each coordinate anywhere from 0 to 65 535."""
    random = generator("morton", seed, size=size)
    return (random.integers(0, 1 << BITS, (size, 2), np.uint16),)


def reference(points: Points) -> Codes:
    """Return the codes, put together bit by bit."""
    (points,) = check_inputs(points)
    x, y = points.T.astype(np.uint32)
    codes = np.zeros(len(points), np.uint32)
    for b in range(BITS):
        codes |= (x >> b & 1) << 2 * b
        codes |= (y >> b & 1) << 2 * b + 1
    return codes


def flops(points: Points) -> int:  # noqa: ARG001 - a family's costs are functions of its inputs
    """Return none: bits are moved."""
    return 0


def least_bytes(points: Points) -> int:
    """Return the points read once and the codes written once."""
    return 8 * len(points)


def tolerance(points: Points) -> NDArray[np.float64]:
    """Return zeros: a code is right or wrong."""
    return np.zeros(len(points))


FAMILY = Family(
    name="morton",
    title="Morton codes",
    summary="Take the bits of two coordinates in turn: one by one, many at once by masks, or from a table.",
    dimensions={
        "size": Dimension(
            "points", 262_144, 0, 1 << 28, (1000, 16_384, 65_536, 262_144, 1_048_576, 4_194_304, 16_777_216)
        ),
    },
    example=example,
    reference=reference,
    flops=flops,
    bytes=least_bytes,
    tolerance=tolerance,
    variants=VARIANTS,
)
