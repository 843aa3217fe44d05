"""What the problem accepts, shared by the oracle and the variants."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import numpy as np

from underhood_kernels.inputs import vector

if TYPE_CHECKING:
    from numpy.typing import NDArray

SOFTENINGS = (1e-10, 1e10)  # their cubes are in float32's range


def check_inputs(bodies: Any, softening: Any) -> tuple[NDArray[np.float32], NDArray[np.float32]]:
    """Return bodies and softening as contiguous float32; raise `ValueError` for anything else."""
    array = np.asarray(bodies)
    if array.dtype != np.float32 or array.ndim != 2 or array.shape[1] != 4:
        raise ValueError(
            f"nbody: bodies must be float32 of shape (n, 4), a position and a mass a row, "
            f"not {array.dtype} of shape {array.shape}"
        )
    softening = vector("nbody", "softening", softening)
    low, high = SOFTENINGS
    if softening.shape != (1,) or not low <= softening[0] <= high:
        raise ValueError(f"nbody: softening must be one number from {low:g} to {high:g}, not {softening}")
    return np.ascontiguousarray(array), softening
