"""The problem: oracle, examples, costs and tolerance of dequantisation."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from underhood_kernels.families.dequantise.inputs import check_inputs
from underhood_kernels.families.dequantise.variants import VARIANTS
from underhood_kernels.families.quantise.inputs import BIAS, BLOCK, NOT_FINITE
from underhood_kernels.family import Dimension, Family
from underhood_kernels.inputs import generator
from underhood_kernels.rounding import TINY

Vector = NDArray[np.float32]
Bytes = NDArray[np.int8]


def example(size: int, seed: int = 0) -> tuple[Bytes]:
    """Return random blocks for `size` values, the last one filled up: any integers, exponents from −40 to 40."""
    random = generator("dequantise", seed, size=size)
    blocks = -(-size // BLOCK)
    integers = random.integers(-127, 128, BLOCK * blocks, np.int8)
    integers[size:] = 0
    exponents = random.integers(127 - 40, 127 + 41, blocks, np.uint8)
    return (np.concatenate([integers, exponents.view(np.int8)]),)


def reference(quantised: Bytes) -> Vector:
    """Return the values, multiplied in float64."""
    (quantised,) = check_inputs(quantised)
    blocks = len(quantised) // (BLOCK + 1)
    integers = quantised[: BLOCK * blocks].reshape(blocks, BLOCK)
    byte = quantised[BLOCK * blocks :].view(np.uint8)
    scale = np.exp2(np.maximum(byte, 1).astype(np.float64) - BIAS)
    values = integers * np.where(byte == NOT_FINITE, np.nan, scale)[:, None]
    return values.astype(np.float32).reshape(-1)


def flops(quantised: Bytes) -> int:
    """Return a multiplication for each value."""
    return len(quantised) // (BLOCK + 1) * BLOCK


def least_bytes(quantised: Bytes) -> int:
    """Return the blocks read once and the values written once."""
    return len(quantised) + 4 * flops(quantised)


def tolerance(quantised: Bytes) -> NDArray[np.float64]:
    """Return zeros, and the smallest normal number for values below it, which GPUs may flush to zero."""
    return np.where(np.abs(reference(quantised)) < TINY, TINY, 0.0)


FAMILY = Family(
    name="dequantise",
    title="Dequantisation from int8",
    summary="Four values come out of each word that goes in: the writes are what costs.",
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
