"""What the problem accepts, shared by the oracle and the variants."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import numpy as np

from underhood_kernels.families.images import check_image

if TYPE_CHECKING:
    from numpy.typing import NDArray


def check_inputs(image: Any, mask: Any) -> tuple[NDArray[np.float32], NDArray[np.float32]]:
    """Return both as contiguous float32 matrices; raise `ValueError` for anything else, and for endless weights."""
    image = check_image("convolution2d", image)
    array = np.asarray(mask)
    if array.dtype != np.float32 or array.ndim != 2:
        raise ValueError(f"convolution2d: mask must be a float32 matrix, not {array.dtype} of shape {array.shape}")
    if not array.size:
        raise ValueError(f"convolution2d: mask of shape {array.shape} is empty; it has at least one weight")
    if not np.isfinite(array).all():  # the border would be 0 · ∞
        raise ValueError("convolution2d: mask has a weight that is NaN or infinite; weights are finite numbers")
    return image, np.ascontiguousarray(array)


def halo(mask: NDArray[Any]) -> tuple[tuple[int, int], tuple[int, int]]:
    """Return how many pixels the mask reaches above and below, left and right of a result."""
    tall, wide = mask.shape
    return (tall // 2, (tall - 1) // 2), (wide // 2, (wide - 1) // 2)
