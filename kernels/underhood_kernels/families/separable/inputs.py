"""What the problem accepts, shared by the oracle and the variants."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import numpy as np

from underhood_kernels.families.images import check_image
from underhood_kernels.inputs import vector

if TYPE_CHECKING:
    from numpy.typing import NDArray

    Halo = tuple[tuple[int, int], tuple[int, int]]


def check_inputs(
    image: Any, down: Any, across: Any
) -> tuple[NDArray[np.float32], NDArray[np.float32], NDArray[np.float32]]:
    """Return a contiguous float32 matrix and two vectors; raise `ValueError` for anything else."""
    image = check_image("separable", image)
    weights = []
    for name, value in (("down", down), ("across", across)):
        checked = vector("separable", name, value)
        if not checked.size:
            raise ValueError(f"separable: {name} is empty; a mask has at least one weight")
        if not np.isfinite(checked).all():  # the border would be 0 · ∞
            raise ValueError(f"separable: {name} has a weight that is NaN or infinite; weights are finite numbers")
        weights.append(checked)
    return image, weights[0], weights[1]


def halo(down: NDArray[Any], across: NDArray[Any]) -> Halo:
    """Return how many pixels the mask reaches above and below, left and right of a result."""
    tall, wide = len(down), len(across)
    return (tall // 2, (tall - 1) // 2), (wide // 2, (wide - 1) // 2)
