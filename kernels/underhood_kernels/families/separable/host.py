"""The variants that run on the host: NumPy, numba and torch."""

from __future__ import annotations

from typing import Any

import numpy as np
from numpy.typing import NDArray

from underhood_kernels.families.separable.inputs import halo

Image = NDArray[np.float32]
Vector = NDArray[np.float32]


def numpy_separable(image: Image, down: Vector, across: Vector) -> Image:
    """Add up shifted images, first along the rows, then along the columns."""
    (above, below), sides = halo(down, across)
    rows, columns = image.shape
    padded = np.pad(image, ((0, 0), sides))
    between = np.zeros((above + rows + below, columns), np.float32)
    for j, weight in enumerate(across[::-1]):
        between[above : above + rows] += weight * padded[:, j : j + columns]
    result = np.zeros_like(image)
    for i, weight in enumerate(down[::-1]):
        result += weight * between[i : i + rows]
    return result


def numba_separable(image: Image, down: Vector, across: Vector) -> Image:
    """Add up a row's weighted neighbours, then whole rows; compiled by numba, rows run on all cores."""
    rows, columns = image.shape
    tall, wide = len(down), len(across)
    above, left = tall // 2, wide // 2
    between, result = np.empty_like(image), np.empty_like(image)
    for r in prange(rows):  # type: ignore[name-defined]  # noqa: F821 - numba's, bound when it is loaded
        for c in range(columns):
            between[r, c] = result[r, c] = 0
        for j in range(wide):
            weight = across[wide - 1 - j]
            first = min(columns, max(0, left - j))  # the columns at which this weight meets the image
            last = max(first, min(columns, columns + left - j))
            out = between[r, first:last]  # views: their indices start from zero, which SIMD needs to be sure of
            pixels = image[r, first + j - left : last + j - left]
            for c in range(len(out)):
                out[c] += weight * pixels[c]
    for r in prange(rows):  # type: ignore[name-defined]  # noqa: F821 - as above
        for i in range(max(0, above - r), min(tall, rows + above - r)):  # the weights that meet a row of the image
            weight, out, filtered = down[tall - 1 - i], result[r], between[r - above + i]
            for c in range(columns):
                out[c] += weight * filtered[c]
    return result


def torch_separable(image: Any, down: Any, across: Any) -> Any:
    """Convolve twice, as layers of a neural network do; torch's conv2d doesn't mirror the mask, so we do."""
    import torch  # noqa: PLC0415 - heavy, and needed only here

    if not image.numel():
        return torch.empty_like(image)
    row, column = across.flip(0)[None, None, None, :], down.flip(0)[None, None, :, None]
    with torch.backends.cudnn.flags(enabled=True, allow_tf32=False):  # a card's default has 10 bits of mantissa
        between = torch.nn.functional.conv2d(image[None, None], row, padding=(0, len(across) // 2))
        result = torch.nn.functional.conv2d(between, column, padding=(len(down) // 2, 0))[0, 0]
    return result[: image.shape[0], : image.shape[1]]  # an even mask's result is a row or column too large
