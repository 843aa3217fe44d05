"""The problem: oracle, examples, costs and tolerance of the path tracer."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from underhood_kernels.families.cameras import around
from underhood_kernels.families.path_tracer import oracle
from underhood_kernels.families.path_tracer.inputs import check_inputs
from underhood_kernels.families.path_tracer.variants import VARIANTS
from underhood_kernels.families.remembered import remembered
from underhood_kernels.family import Dimension, Family
from underhood_kernels.inputs import generator

Floats = NDArray[np.float32]
Sizes = NDArray[np.uint32]

SPHERE_FLOPS = 25  # of an intersection: offset 3, along 5, past 6, room 7, root and difference 4
SEGMENT_FLOPS = (
    85  # of what else a segment takes: floor 12, point 6, normal 6, light 6, colour 3, scattering 40, sky 12
)
SAMPLED = 64  # rows and columns whose paths are counted for the costs
NEARNESS = 0.6  # of the image's height at the distance 1

# Centre and radius, albedo and mirror, emitted light: a mirror amid matt spheres, a warm lamp and a cold one.
SPHERES = np.array(
    [
        [0.0, 1.0, 0.0, 1.0, 0.92, 0.93, 0.95, 1, 0, 0, 0, 0],
        [-1.75, 0.65, 0.55, 0.65, 0.85, 0.22, 0.14, 0, 0, 0, 0, 0],
        [1.75, 0.7, 0.35, 0.7, 0.15, 0.42, 0.75, 0, 0, 0, 0, 0],
        [0.75, 0.4, 1.55, 0.4, 0.95, 0.75, 0.25, 1, 0, 0, 0, 0],
        [-0.9, 0.45, -1.7, 0.45, 0.25, 0.65, 0.3, 0, 0, 0, 0, 0],
        [-0.65, 0.3, 1.6, 0.3, 0.2, 0.2, 0.2, 0, 7, 4.6, 2.4, 0],
        [2.3, 0.22, 1.5, 0.22, 0.2, 0.2, 0.2, 0, 2.4, 4.2, 6.5, 0],
    ],
    np.float32,
)


def example(size: int, seed: int = 0, *, columns: int | None = None, samples: int = 4) -> tuple[Floats, Floats, Sizes]:
    """Return a camera, seven spheres, and `size` rows, as many columns unless said otherwise, and the samples.

    Seeds lead the camera around the spheres.
    """
    columns = size if columns is None else columns
    random = generator("path_tracer", seed, size=size, columns=columns)
    if samples < 1:
        raise ValueError(f"path_tracer: samples must be 1 or more, not {samples}")
    turn = random.uniform(0, 2 * np.pi) if seed else 0.2
    return around(turn, 0.6, NEARNESS, size, columns), SPHERES.copy(), np.array([size, columns, samples], np.uint32)


@remembered
def reference(camera: Floats, spheres: Floats, sizes: Sizes) -> Floats:
    """Return the image computed in float64 and rounded once."""
    camera, spheres, sizes = check_inputs(camera, spheres, sizes)
    exact = camera.astype(np.float64), spheres.astype(np.float64)
    return oracle.image(*exact, *map(int, sizes), bounded=False).light.astype(np.float32)


def flops(camera: Floats, spheres: Floats, sizes: Sizes) -> int:
    """Return the operations of all segments, counted in the first path of 64 × 64 pixels at most."""
    rows, columns, samples = map(int, sizes)
    r, c = (np.arange(0, n, n // SAMPLED + 1) for n in (rows, columns))
    segments = oracle.segments(camera.astype(np.float64), spheres.astype(np.float64), r, c)
    total = (SPHERE_FLOPS * len(spheres) + SEGMENT_FLOPS) * segments
    return total * rows * columns * samples // max(1, r.size * c.size)


def least_bytes(camera: Floats, spheres: Floats, sizes: Sizes) -> int:
    """Return camera, spheres and sizes read once and the image written once."""
    return 4 * (camera.size + spheres.size + sizes.size + 3 * int(sizes[0]) * int(sizes[1]))


@remembered
def tolerance(camera: Floats, spheres: Floats, sizes: Sizes) -> NDArray[np.float64]:
    """Return how far each number in float32 may lie from the oracle's, see `oracle.image`."""
    return oracle.image(camera.astype(np.float64), spheres.astype(np.float64), *map(int, sizes)).tolerance


FAMILY = Family(
    name="path_tracer",
    title="Path tracer",
    summary="Light takes random ways of unlike length: threads that run together wait for the longest.",
    dimensions={
        "size": Dimension("rows", 128, 0, 16_384, (64, 128, 256, 512, 1024)),
        "columns": Dimension("columns", 128, 0, 16_384, (64, 128, 256, 512, 1024)),
        "samples": Dimension("paths per pixel", 4, 1, 65_536, (1, 4, 16, 64, 256)),
    },
    example=example,
    reference=reference,
    flops=flops,
    bytes=least_bytes,
    tolerance=tolerance,
    variants=VARIANTS,
)
