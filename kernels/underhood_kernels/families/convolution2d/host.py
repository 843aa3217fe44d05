"""The variants that run on the host: NumPy, numba and torch."""

from __future__ import annotations

from typing import Any

import numpy as np
from numpy.typing import NDArray

from underhood_kernels.families.convolution2d.inputs import halo

Image = NDArray[np.float32]


def numpy_convolution2d(image: Image, mask: Image) -> Image:
    """Add up shifted images, one for each weight; the sum of a row of weights keeps its rounding errors small."""
    rows, columns = image.shape
    padded = np.pad(image, halo(mask))
    result = np.zeros_like(image)
    for i, weights in enumerate(mask[::-1]):
        of_row = np.zeros_like(image)
        for j, weight in enumerate(weights[::-1]):
            of_row += weight * padded[i : i + rows, j : j + columns]
        result += of_row
    return result


def numba_convolution2d(image: Image, mask: Image) -> Image:
    """Add up a row's weighted neighbours while it is in the cache; compiled by numba, rows run on all cores."""
    rows, columns = image.shape
    tall, wide = mask.shape
    above, left = tall // 2, wide // 2
    result = np.empty_like(image)
    for r in prange(rows):  # type: ignore[name-defined]  # noqa: F821 - numba's, bound when it is loaded
        for c in range(columns):
            result[r, c] = 0
        for i in range(max(0, above - r), min(tall, rows + above - r)):  # the weights that meet a row of the image
            for j in range(wide):
                weight = mask[tall - 1 - i, wide - 1 - j]
                first = min(columns, max(0, left - j))  # the columns at which this weight meets the image
                last = max(first, min(columns, columns + left - j))
                out = result[r, first:last]  # views: their indices start from zero, which SIMD needs to be sure of
                pixels = image[r - above + i, first + j - left : last + j - left]
                for c in range(len(out)):
                    out[c] += weight * pixels[c]
    return result


def torch_convolution2d(image: Any, mask: Any) -> Any:
    """Convolve as a layer of a neural network does; torch's conv2d doesn't mirror the mask, so we do."""
    import torch  # noqa: PLC0415 - heavy, and needed only here

    if not image.numel():
        return torch.empty_like(image)
    padding = [n // 2 for n in mask.shape]
    with torch.backends.cudnn.flags(enabled=True, allow_tf32=False):  # a card's default has 10 bits of mantissa
        result = torch.nn.functional.conv2d(image[None, None], mask.flip(0, 1)[None, None], padding=padding)[0, 0]
    return result[: image.shape[0], : image.shape[1]]  # an even mask's result is a row or column too large
