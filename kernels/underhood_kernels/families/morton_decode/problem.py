"""The problem: oracle, examples, costs and tolerance of decoding Morton codes."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from underhood_kernels.families.morton_decode.inputs import check_inputs
from underhood_kernels.families.morton_decode.variants import VARIANTS
from underhood_kernels.family import Dimension, Family
from underhood_kernels.inputs import generator

Points = NDArray[np.uint16]
Codes = NDArray[np.uint32]


def example(size: int, seed: int = 0) -> tuple[Codes]:
    """Return `size` random codes: every word of 32 bits is one."""
    return (generator("morton_decode", seed, size=size).integers(0, 1 << 32, size, np.uint32),)


def reference(codes: Codes) -> Points:
    """Return the points, put together bit by bit."""
    (codes,) = check_inputs(codes)
    points = np.zeros((len(codes), 2), np.uint32)
    for b in range(32):
        points[:, b % 2] |= (codes >> b & 1) << b // 2
    return points.astype(np.uint16)


def flops(codes: Codes) -> int:  # noqa: ARG001 - a family's costs are functions of its inputs
    """Return none: bits are moved."""
    return 0


def least_bytes(codes: Codes) -> int:
    """Return the codes read once and the points written once."""
    return 8 * len(codes)


def tolerance(codes: Codes) -> NDArray[np.float64]:
    """Return zeros: a point is right or wrong."""
    return np.zeros((len(codes), 2))


FAMILY = Family(
    name="morton_decode",
    title="Morton decoding",
    summary="Part the bits of a Morton code again: one by one, or many at once by masks.",
    dimensions={
        "size": Dimension(
            "codes", 262_144, 0, 1 << 28, (1000, 16_384, 65_536, 262_144, 1_048_576, 4_194_304, 16_777_216)
        ),
    },
    example=example,
    reference=reference,
    flops=flops,
    bytes=least_bytes,
    tolerance=tolerance,
    variants=VARIANTS,
)
