"""The problem: oracle, examples, costs and tolerance of sorting."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from underhood_kernels.families.radix_sort.inputs import check_inputs
from underhood_kernels.families.radix_sort.variants import VARIANTS
from underhood_kernels.family import Dimension, Family
from underhood_kernels.inputs import generator

Keys = NDArray[np.uint32]

KEY_BITS = 32


def example(size: int, seed: int = 0, *, bits: int = KEY_BITS) -> tuple[Keys]:
    """Return `size` random keys of which the lowest `bits` bits are random and the others zero.

    With few bits there are few different keys, and many threads want to put theirs in the same place.
    """
    if not 1 <= bits <= KEY_BITS:
        raise ValueError(f"radix_sort: bits must be 1 to {KEY_BITS}, not {bits}")
    random = generator("radix_sort", seed, size=size, bits=bits)
    return (random.integers(0, 1 << bits, size, dtype=np.uint32),)


def reference(keys: Keys) -> Keys:
    """Return the keys in ascending order."""
    return np.sort(check_inputs(keys)[0])


def flops(keys: Keys) -> int:  # noqa: ARG001 - a family's costs are functions of its inputs
    """Return none: sorting takes whole numbers."""
    return 0


def least_bytes(keys: Keys) -> int:
    """Return the keys read once and written once."""
    return 2 * 4 * len(keys)


def tolerance(keys: Keys) -> NDArray[np.float64]:
    """Return zeros: a key is in its place or it isn't."""
    return np.zeros(len(keys))


FAMILY = Family(
    name="radix_sort",
    title="Radix sort",
    summary="Sort without comparing: count the digits, and every key's place is known.",
    dimensions={
        "size": Dimension("keys", 65_536, 0, 1 << 28, (1000, 4096, 16_384, 65_536, 262_144, 1_048_576, 4_194_304)),
        "bits": Dimension("random bits", KEY_BITS, 1, KEY_BITS, (1, 4, 8, 16, 24, 32)),
    },
    example=example,
    reference=reference,
    flops=flops,
    bytes=least_bytes,
    tolerance=tolerance,
    variants=VARIANTS,
)
