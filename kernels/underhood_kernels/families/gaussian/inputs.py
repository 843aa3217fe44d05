"""What the problem accepts, shared by the oracle and the variants, and the weights that sigma stands for."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import numpy as np

from underhood_kernels.families.images import check_image
from underhood_kernels.inputs import vector

if TYPE_CHECKING:
    from numpy.typing import NDArray

WIDEST = 1024.0  # pixels; more is a mean of the image


def check_inputs(image: Any, sigma: Any) -> tuple[NDArray[np.float32], NDArray[np.float32]]:
    """Return a contiguous float32 matrix and a vector of one; raise `ValueError` for anything else."""
    image = check_image("gaussian", image)
    sigma = vector("gaussian", "sigma", sigma)
    if sigma.shape != (1,) or not 0 < float(sigma[0]) <= WIDEST:
        raise ValueError(f"gaussian: sigma must be one number, above 0 and up to {WIDEST:g} pixels, not {sigma}")
    return image, sigma


def weights(sigma: NDArray[np.float32]) -> NDArray[np.float64]:
    """Return the weights from −radius to radius in float64; they add up to one."""
    width = float(sigma[0])
    radius = int(4 * width + 0.5)
    bell = np.exp(-0.5 * (np.arange(-radius, radius + 1) / width) ** 2)
    return np.asarray(bell / bell.sum())
