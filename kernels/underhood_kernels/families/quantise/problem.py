"""The problem: oracle, examples, costs and tolerance of quantisation."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from underhood_kernels.families.quantise.inputs import BIAS, BLOCK, NOT_FINITE, blocks_of, check_inputs
from underhood_kernels.families.quantise.variants import VARIANTS
from underhood_kernels.family import Dimension, Family
from underhood_kernels.inputs import generator

Vector = NDArray[np.float32]
Bytes = NDArray[np.int8]


def example(size: int, seed: int = 0) -> tuple[Vector]:
    """Return `size` random values, zero-mean, whose spread varies by a factor of a thousand from block to block."""
    random = generator("quantise", seed, size=size)
    spread = np.exp2(random.uniform(-5, 5, -(-size // BLOCK))).astype(np.float32)
    return (random.standard_normal(size, dtype=np.float32) * np.repeat(spread, BLOCK)[:size],)


def reference(values: Vector) -> Bytes:
    """Return the integers and the exponents, divided and rounded in float64."""
    (values,) = check_inputs(values)
    blocks = np.pad(values, (0, -len(values) % BLOCK)).reshape(-1, BLOCK)
    magnitudes = blocks.view(np.uint32) & np.uint32(0x7FFFFFFF)
    byte = np.max(magnitudes, axis=1) >> np.uint32(23)
    scale = np.exp2(np.maximum(byte, 1).astype(np.float64) - BIAS)
    finite = np.where(byte[:, None] == NOT_FINITE, 0, blocks)
    integers = np.clip(np.rint(finite / scale[:, None]), -127, 127).astype(np.int8)
    return np.concatenate([integers.reshape(-1), byte.astype(np.uint8).view(np.int8)])


def flops(values: Vector) -> int:
    """Return a comparison and a scaling for each value."""
    return 2 * len(values)


def least_bytes(values: Vector) -> int:
    """Return the values read once, and the integers and exponents written once."""
    return 4 * len(values) + (BLOCK + 1) * blocks_of(values)


def tolerance(values: Vector) -> NDArray[np.float64]:
    """Return zeros: scales are powers of two, and what is left to round is exact."""
    return np.zeros((BLOCK + 1) * blocks_of(values))


FAMILY = Family(
    name="quantise",
    title="Quantisation to int8",
    summary="Keep eight bits of each value and a scale for every block of 32: a quarter of the bytes.",
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
