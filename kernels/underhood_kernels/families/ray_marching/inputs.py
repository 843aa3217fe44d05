"""What the problem accepts, shared by the oracle and the variants."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import numpy as np

from underhood_kernels.families.cameras import check_camera, check_view
from underhood_kernels.families.ray_marching import scene

if TYPE_CHECKING:
    from numpy.typing import NDArray

HIT = 2.0**-15  # a ray that is so near to the scene has arrived
FAR = 16.0  # a ray that has come so far sees the sky
MOST_STEPS = 256  # after which a ray sees the sky


def check_inputs(camera: Any, shape: Any) -> tuple[NDArray[np.float32], NDArray[np.uint32]]:
    """Return the camera and the image's shape as contiguous arrays; raise `ValueError` for anything else."""
    array = check_camera("ray_marching", camera)
    sizes = np.asarray(shape)
    if sizes.dtype != np.uint32 or sizes.shape != (2,) or int(sizes[0]) * int(sizes[1]) > 1 << 28:
        raise ValueError(
            f"ray_marching: shape must be a uint32 vector of rows and columns, 2²⁸ pixels at most, "
            f"not {sizes} of {sizes.dtype}"
        )
    if scene.distance(np, tuple(array[0].astype(np.float64))) < HIT:
        raise ValueError("ray_marching: camera must have its eye outside of the table and of what stands on it")
    check_view("ray_marching", array, *map(int, sizes))
    return array, np.ascontiguousarray(sizes)
