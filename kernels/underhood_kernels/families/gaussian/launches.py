"""How the WGSL variants are launched: as those of `separable`, with the bell's weights in both directions."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
from numpy.typing import NDArray

from underhood_kernels.families.gaussian.inputs import weights
from underhood_kernels.families.separable import launches as separable

if TYPE_CHECKING:
    from underhood_kernels.launch import Launch, Launches

Image = NDArray[np.float32]
Vector = NDArray[np.float32]


def as_separable(image: Image, sigma: Vector) -> tuple[Image, Vector, Vector]:
    """Return the inputs of `separable`: the image, and the same weights down and across."""
    bell = weights(sigma).astype(np.float32)
    return image, bell, bell


def direct(image: Image, sigma: Vector, *, width: int, height: int) -> Launch:
    """Launch one thread per pixel."""
    return separable.direct(*as_separable(image, sigma), width=width, height=height)


def two_passes(image: Image, sigma: Vector, *, width: int, height: int) -> Launches:
    """Launch one thread per pixel for the rows, and again for the columns."""
    return separable.two_passes(*as_separable(image, sigma), width=width, height=height)


def fused(image: Image, sigma: Vector, *, width: int, height: int) -> Launch:
    """Launch one thread per pixel, with shared memory for a tile's rows and those above and below."""
    return separable.fused(*as_separable(image, sigma), width=width, height=height)
