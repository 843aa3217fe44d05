"""What the problem accepts, shared by the oracle and the variants."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import numpy as np

from underhood_kernels.inputs import vector

if TYPE_CHECKING:
    from numpy.typing import NDArray

FARTHEST = 4.0  # nothing beyond 2 is in the set; from here, four iterations stay in float32's range
MOST_ITERATIONS = 1 << 20


def check_inputs(x: Any, y: Any, limit: Any) -> tuple[NDArray[np.float32], NDArray[np.float32], NDArray[np.uint32]]:
    """Return the coordinates and the limit as contiguous vectors; raise `ValueError` for anything else."""
    axes = []
    for name, axis in (("x", x), ("y", y)):
        checked = vector("mandelbrot", name, axis)
        if not np.all(np.abs(checked) <= FARTHEST):
            raise ValueError(f"mandelbrot: {name} must lie between -{FARTHEST:g} and {FARTHEST:g}")
        axes.append(checked)
    array = np.asarray(limit)
    if array.dtype != np.uint32 or array.shape != (1,) or array[0] > MOST_ITERATIONS:
        raise ValueError(
            f"mandelbrot: limit must be a uint32 vector of one number up to {MOST_ITERATIONS:,}, "
            f"not {array} of {array.dtype}"
        )
    return axes[0], axes[1], np.ascontiguousarray(array)
