"""The problem: oracle, examples, costs and tolerance of run-length encoding."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from underhood_kernels.families.run_length.inputs import check_inputs
from underhood_kernels.families.run_length.variants import VARIANTS
from underhood_kernels.family import Dimension, Family
from underhood_kernels.inputs import generator

Bytes = NDArray[np.uint8]
Runs = NDArray[np.uint32]


def example(size: int, seed: int = 0, *, run: int = 16) -> tuple[Bytes]:
    """Return `size` bytes in runs of random values and about `run` bytes each, some of one and some of many."""
    random = generator("run_length", seed, size=size, run=run)
    if run < 1:
        raise ValueError("run_length: run must be 1 or more, not 0")
    runs = random.geometric(1 / run, 2 * size // run + 64)
    while runs.sum() < size:
        runs = np.concatenate([runs, random.geometric(1 / run, len(runs))])
    return (np.repeat(random.integers(0, 256, len(runs), np.uint8), runs)[:size],)


def reference(data: Bytes) -> Runs:
    """Return the runs: a new one starts at the first byte and wherever two neighbours differ."""
    (data,) = check_inputs(data)
    starts = _starts(data)
    lengths = np.diff(starts, append=len(data))
    return np.stack([data[starts], lengths], axis=1).astype(np.uint32)


def _starts(data: Bytes) -> NDArray[np.intp]:
    return np.concatenate([np.zeros(min(1, len(data)), np.intp), np.flatnonzero(data[1:] != data[:-1]) + 1])


def flops(data: Bytes) -> int:  # noqa: ARG001 - a family's costs are functions of its inputs
    """Return none: bytes are compared and places counted."""
    return 0


def least_bytes(data: Bytes) -> int:
    """Return the data read once and the runs written once."""
    return len(data) + 8 * len(_starts(data))


def tolerance(data: Bytes) -> NDArray[np.float64]:  # noqa: ARG001
    """Return zero: whole numbers are exact."""
    return np.zeros(())


FAMILY = Family(
    name="run_length",
    title="Run-length encoding",
    summary="Equal neighbours become one value and a count: where to write depends on all that was written before.",
    dimensions={
        "size": Dimension(
            "bytes", 262_144, 0, 1 << 28, (1000, 16_384, 65_536, 262_144, 1_048_576, 4_194_304, 16_777_216)
        ),
        "run": Dimension("mean length of a run", 16, 1, 1 << 20, (1, 4, 16, 64, 256, 4096)),
    },
    example=example,
    reference=reference,
    flops=flops,
    bytes=least_bytes,
    tolerance=tolerance,
    variants=VARIANTS,
)
