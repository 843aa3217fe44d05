"""The problem: oracle, examples, costs and tolerance of ray marching."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from underhood_kernels.families.cameras import around
from underhood_kernels.families.ray_marching import oracle
from underhood_kernels.families.ray_marching.inputs import check_inputs
from underhood_kernels.families.ray_marching.scene import OCCLUSION_STEPS, SHADOW_STEPS
from underhood_kernels.families.ray_marching.variants import VARIANTS
from underhood_kernels.families.remembered import remembered
from underhood_kernels.family import Dimension, Family
from underhood_kernels.inputs import generator

Camera = NDArray[np.float32]
Shape = NDArray[np.uint32]

DISTANCE_FLOPS = 85  # table 11, drop 27 and twice 10, ring 12, box 12, the nearest of them 3
STEP_FLOPS = DISTANCE_FLOPS + 7  # and the way to the next point
SHADING = SHADOW_STEPS + OCCLUSION_STEPS + 2  # steps' worth: shadow, openness; surface and light are about two more
SAMPLED = 64  # rows and columns whose steps are counted for the costs
NEARNESS = 0.46  # of the image's height at the distance 1


def example(size: int, seed: int = 0, *, columns: int | None = None) -> tuple[Camera, Shape]:
    """Return a camera and the shape of an image of `size` rows and as many columns unless said otherwise.

    Seeds lead the camera around the table.
    """
    columns = size if columns is None else columns
    random = generator("ray_marching", seed, size=size, columns=columns)
    turn = random.uniform(0, 2 * np.pi) if seed else 0.35
    return around(turn, 0.5, NEARNESS, size, columns), np.array([size, columns], np.uint32)


@remembered
def reference(camera: Camera, shape: Shape) -> NDArray[np.float32]:
    """Return the image computed in float64 and rounded once."""
    camera, shape = check_inputs(camera, shape)
    return oracle.image(camera.astype(np.float64), *map(int, shape))[0].astype(np.float32)


def flops(camera: Camera, shape: Shape) -> int:
    """Return the operations of all steps and of shading what they hit, counted in 64 × 64 pixels at most."""
    rows, columns = map(int, shape)
    r, c = (np.arange(0, n, n // SAMPLED + 1) for n in (rows, columns))
    steps, hits = oracle.work(camera.astype(np.float64), r, c)
    total = STEP_FLOPS * (steps + SHADING * hits)
    return total * rows * columns // max(1, r.size * c.size)


def least_bytes(camera: Camera, shape: Shape) -> int:
    """Return camera and shape read once and the image written once."""
    return 4 * (camera.size + shape.size + 3 * int(shape[0]) * int(shape[1]))


@remembered
def tolerance(camera: Camera, shape: Shape) -> NDArray[np.float64]:
    """Return how far each number in float32 may lie from the oracle's, see `oracle.tolerance`."""
    return oracle.tolerance(camera.astype(np.float64), *map(int, shape))


FAMILY = Family(
    name="ray_marching",
    title="Ray marching",
    summary="A ray goes as far as the scene's distance allows: the fewer and the more alike the steps, the better.",
    dimensions={
        "size": Dimension("rows", 256, 0, 16_384, (64, 128, 256, 512, 1024, 2048)),
        "columns": Dimension("columns", 256, 0, 16_384, (64, 128, 256, 512, 1024, 2048)),
    },
    example=example,
    reference=reference,
    flops=flops,
    bytes=least_bytes,
    tolerance=tolerance,
    variants=VARIANTS,
)
