"""The variants that run on the host: NumPy, numba and torch."""

from __future__ import annotations

from typing import Any

import numpy as np
from numpy.typing import NDArray

from underhood_kernels.families.gaussian.inputs import weights

Image = NDArray[np.float32]
Vector = NDArray[np.float32]


def numpy_gaussian(image: Image, sigma: Vector) -> Image:
    """Add up shifted images, first along the rows, then along the columns."""
    if not image.size:
        return np.empty_like(image)
    bell = weights(sigma).astype(np.float32)
    rows, columns = image.shape
    padded = np.pad(image, len(bell) // 2, mode="edge")
    between = np.zeros((len(padded), columns), np.float32)
    for j, weight in enumerate(bell):
        between += weight * padded[:, j : j + columns]
    result = np.zeros_like(image)
    for i, weight in enumerate(bell):
        result += weight * between[i : i + rows]
    return result


def numba_gaussian(image: Image, sigma: Vector) -> Image:
    """Add up a row's weighted neighbours, then whole rows; compiled by numba, rows run on all cores."""
    rows, columns = image.shape
    width = np.float64(sigma[0])
    radius = int(4 * width + 0.5)
    bell, total = np.empty(2 * radius + 1, np.float64), 0.0
    for k in range(2 * radius + 1):
        bell[k] = np.exp(-0.5 * ((k - radius) / width) ** 2)
        total += bell[k]
    between, result = np.empty_like(image), np.empty_like(image)
    lines = min(rows, rows * columns)  # none of an image without columns
    for r in prange(lines):  # type: ignore[name-defined]  # noqa: F821 - numba's, bound when it is loaded
        padded = np.empty(columns + 2 * radius, np.float32)
        for c in range(radius):
            padded[c], padded[radius + columns + c] = image[r, 0], image[r, columns - 1]
        for c in range(columns):
            padded[radius + c] = image[r, c]
            between[r, c] = result[r, c] = 0
        out = between[r]
        for j in range(len(bell)):
            weight = np.float32(bell[j] / total)
            pixels = padded[j : j + columns]  # a view: its indices start from zero, which SIMD needs to be sure of
            for c in range(columns):
                out[c] += weight * pixels[c]
    for r in prange(rows):  # type: ignore[name-defined]  # noqa: F821 - as above
        out = result[r]
        for i in range(len(bell)):
            weight, filtered = np.float32(bell[i] / total), between[max(0, min(rows - 1, r - radius + i))]
            for c in range(columns):
                out[c] += weight * filtered[c]
    return result


def torch_gaussian(image: Any, sigma: Any) -> Any:
    """Convolve twice, as layers of a neural network do, over an image with its border repeated."""
    import torch  # noqa: PLC0415 - heavy, and needed only here

    if not image.numel():
        return torch.empty_like(image)
    bell = torch.from_numpy(weights(sigma.cpu().numpy())).to(image)
    radius = len(bell) // 2
    padded = torch.nn.functional.pad(image[None, None], [radius] * 4, mode="replicate")
    with torch.backends.cudnn.flags(enabled=True, allow_tf32=False):  # a card's default has 10 bits of mantissa
        between = torch.nn.functional.conv2d(padded, bell[None, None, None, :])
        return torch.nn.functional.conv2d(between, bell[None, None, :, None])[0, 0]
