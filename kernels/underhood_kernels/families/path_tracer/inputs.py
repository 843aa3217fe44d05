"""What the problem accepts, shared by the oracle and the variants."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import numpy as np

from underhood_kernels.families.cameras import check_camera, check_view

if TYPE_CHECKING:
    from numpy.typing import NDArray

    Floats = NDArray[np.float32]
    Sizes = NDArray[np.uint32]

COLUMNS = 12  # of a sphere's row
LARGEST = 8.0  # coordinate, radius
BRIGHTEST = 1000.0


def check_inputs(camera: Any, spheres: Any, sizes: Any) -> tuple[Floats, Floats, Sizes]:
    """Return camera, spheres and sizes as contiguous arrays; raise `ValueError` for anything else."""
    camera = check_camera("path_tracer", camera)
    array = np.asarray(spheres)
    if array.dtype != np.float32 or array.ndim != 2 or array.shape[1] != COLUMNS:
        raise ValueError(
            f"path_tracer: spheres must be float32 of shape (n, {COLUMNS}), not {array.dtype} of shape {array.shape}"
        )
    _check_range("centres", array[:, :3], -LARGEST, LARGEST)
    _check_range("radii", array[:, 3], 0.01, LARGEST)
    _check_range("albedos", array[:, 4:7], 0, 1)
    _check_range("emitted light", array[:, 8:11], 0, BRIGHTEST)
    if not np.isin(array[:, 7], (0, 1)).all():
        raise ValueError("path_tracer: a sphere is a mirror (1) or matt (0), and nothing in between")
    whole = np.asarray(sizes)
    if whole.dtype != np.uint32 or whole.shape != (3,) or whole[2] < 1 or int(whole[0]) * int(whole[1]) > 1 << 28:
        raise ValueError(
            f"path_tracer: sizes must be a uint32 vector of rows, columns and samples, 2²⁸ pixels at most and one "
            f"sample at least, not {whole} of {whole.dtype}"
        )
    if camera[0, 1] <= 0:
        raise ValueError("path_tracer: camera must have its eye above the floor")
    check_view("path_tracer", camera, int(whole[0]), int(whole[1]))
    return camera, np.ascontiguousarray(array), np.ascontiguousarray(whole)


def _check_range(what: str, values: Floats, low: float, high: float) -> None:
    if not np.all((values >= low) & (values <= high)):
        raise ValueError(f"path_tracer: spheres' {what} must lie between {low:g} and {high:g}")
