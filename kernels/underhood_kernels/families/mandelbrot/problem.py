"""The problem: oracle, examples, costs and tolerance of the Mandelbrot set."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from underhood_kernels.families.mandelbrot.escape import bounds, counts
from underhood_kernels.families.mandelbrot.inputs import check_inputs
from underhood_kernels.families.mandelbrot.variants import VARIANTS
from underhood_kernels.family import Dimension, Family
from underhood_kernels.inputs import generator

Axis = NDArray[np.float32]
Limit = NDArray[np.uint32]

FLOPS = 8  # of an iteration: 3 products, 4 sums and differences, and the sum that is tested
SAMPLED = 128  # rows and columns whose iterations are counted for the costs


def example(size: int, seed: int = 0, *, columns: int | None = None, iterations: int = 256) -> tuple[Axis, Axis, Limit]:
    """Return the coordinates of `size` rows, as many columns unless said otherwise, and the limit.

    Seed 0 shows the whole set, others a part of its edge in some magnification. Points are apart alike in x and y, and
    the first row is the uppermost.
    """
    columns = size if columns is None else columns
    random = generator("mandelbrot", seed, size=size, columns=columns, iterations=iterations)
    centre, height = -0.65 + 0j, 2.6
    if seed:
        turn = np.exp(2j * np.pi * random.uniform())
        centre, height = turn / 2 - turn**2 / 4, 2.0 / 10 ** random.uniform(0, 1.5)  # on the cardioid's edge
    spacing = height / max(1, size)
    x = centre.real + spacing * (np.arange(columns) - (columns - 1) / 2)
    y = centre.imag - spacing * (np.arange(size) - (size - 1) / 2)
    return x.clip(-4, 4).astype(np.float32), y.astype(np.float32), np.array([iterations], np.uint32)


def reference(x: Axis, y: Axis, limit: Limit) -> NDArray[np.uint32]:
    """Return the counts of an iteration in float64."""
    x, y, limit = check_inputs(x, y, limit)
    return counts(x, y, int(limit[0])).astype(np.uint32)


def flops(x: Axis, y: Axis, limit: Limit) -> int:
    """Return 8 operations for every iteration; in images of more than 128 rows or columns, estimated from a part."""
    rows, columns = y[:: len(y) // SAMPLED + 1], x[:: len(x) // SAMPLED + 1]
    sampled = rows.size * columns.size
    total = int(counts(columns, rows, int(limit[0])).sum())
    return FLOPS * total * x.size * y.size // max(1, sampled)


def least_bytes(x: Axis, y: Axis, limit: Limit) -> int:  # noqa: ARG001 - a family's costs are functions of its inputs
    """Return coordinates and limit read once and the result written once."""
    return 4 * (len(x) + len(y) + 1 + len(x) * len(y))


def tolerance(x: Axis, y: Axis, limit: Limit) -> NDArray[np.float64]:
    """Return how far each count in float32 may lie from the oracle's: 0 but on the edge of the set, see `bounds`."""
    least, most = bounds(x, y, int(limit[0]))
    right = counts(x, y, int(limit[0]))
    return np.asarray(np.maximum(right - least, most - right), np.float64)


FAMILY = Family(
    name="mandelbrot",
    title="Mandelbrot set",
    summary="Every point iterates until it leaves: neighbours that leave at different times wait for one another.",
    dimensions={
        "size": Dimension("rows", 512, 0, 16_384, (128, 256, 512, 1024, 2048, 4096)),
        "columns": Dimension("columns", 512, 0, 16_384, (128, 256, 512, 1024, 2048, 4096)),
        "iterations": Dimension("iterations at most", 256, 0, 1 << 20, (16, 64, 256, 1024, 4096)),
    },
    example=example,
    reference=reference,
    flops=flops,
    bytes=least_bytes,
    tolerance=tolerance,
    variants=VARIANTS,
)
