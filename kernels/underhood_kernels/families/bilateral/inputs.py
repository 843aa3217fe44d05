"""What the problem accepts, shared by the oracle and the variants, and its two constants."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import numpy as np

from underhood_kernels.families.images import check_image

if TYPE_CHECKING:
    from numpy.typing import NDArray

SPACE = 3.0  # S, pixels: how far away a neighbour counts for e^(−1/2)
RANGE = 1.0  # R: how different a neighbour is that counts for e^(−1/2); the example's pixels have this deviation
LARGEST = 64  # radius: at more than 20 S nothing counts


def check_inputs(image: Any, radius: Any) -> tuple[NDArray[np.float32], NDArray[np.int32]]:
    """Return a contiguous float32 matrix and an int32 vector of one; raise `ValueError` for anything else."""
    image = check_image("bilateral", image)
    array = np.asarray(radius)
    if array.dtype != np.int32 or array.shape != (1,):
        raise ValueError(f"bilateral: radius must be an int32 vector of one, not {array.dtype} of shape {array.shape}")
    if not 0 <= int(array[0]) <= LARGEST:
        raise ValueError(f"bilateral: radius must be 0 to {LARGEST}, not {int(array[0])}")
    return image, np.ascontiguousarray(array)
