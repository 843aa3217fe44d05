"""The variants that run on the host: NumPy, numba and torch."""

from __future__ import annotations

from typing import Any

import numpy as np
from numpy.typing import NDArray

from underhood_kernels.families.bilateral.inputs import RANGE, SPACE

Image = NDArray[np.float32]


def numpy_bilateral(image: Image, radius: NDArray[np.int32]) -> Image:
    """Add up a shifted image for each neighbour, weighted pixel by pixel."""
    if not image.size:
        return np.empty_like(image)
    reach = int(radius[0])
    rows, columns = image.shape
    padded = np.pad(image, reach, mode="edge")
    total, weights = np.zeros_like(image), np.zeros_like(image)
    for i in range(2 * reach + 1):
        for j in range(2 * reach + 1):
            neighbour = padded[i : i + rows, j : j + columns]
            far = np.float32(((i - reach) ** 2 + (j - reach) ** 2) / (2 * SPACE**2))
            weight = np.exp(-far - (neighbour - image) ** 2 / np.float32(2 * RANGE**2))
            total += weight * neighbour
            weights += weight
    return total / weights


def numba_bilateral(image: Image, radius: NDArray[np.int32]) -> Image:
    """Add up a row's neighbours while the row is in the cache; compiled by numba, rows run on all cores."""
    rows, columns = image.shape
    reach = int(radius[0])
    result = np.empty_like(image)
    lines = min(rows, rows * columns)  # none of an image without columns
    for r in prange(lines):  # type: ignore[name-defined]  # noqa: F821 - numba's, bound when it is loaded
        here, total, weights = image[r], np.zeros(columns, np.float32), np.zeros(columns, np.float32)
        padded = np.empty(columns + 2 * reach, np.float32)
        for i in range(-reach, reach + 1):
            row = image[max(0, min(rows - 1, r + i))]
            for c in range(len(padded)):
                padded[c] = row[max(0, min(columns - 1, c - reach))]
            for j in range(-reach, reach + 1):
                far = np.float32((i * i + j * j) / (2 * SPACE**2))
                near = np.float32(1 / (2 * RANGE**2))
                neighbours = padded[reach + j : reach + j + columns]
                for c in range(columns):
                    off = neighbours[c] - here[c]
                    weight = np.exp(-far - off * off * near)
                    total[c] += weight * neighbours[c]
                    weights[c] += weight
        for c in range(columns):
            result[r, c] = total[c] / weights[c]
    return result


def torch_bilateral(image: Any, radius: Any) -> Any:
    """Add up a shifted image for each neighbour, weighted pixel by pixel."""
    import torch  # noqa: PLC0415 - heavy, and needed only here

    if not image.numel():
        return torch.empty_like(image)
    reach = int(radius)
    rows, columns = image.shape
    padded = torch.nn.functional.pad(image[None, None], [reach] * 4, mode="replicate")[0, 0]
    total, weights = torch.zeros_like(image), torch.zeros_like(image)
    for i in range(2 * reach + 1):
        for j in range(2 * reach + 1):
            neighbour = padded[i : i + rows, j : j + columns]
            far = ((i - reach) ** 2 + (j - reach) ** 2) / (2 * SPACE**2)
            weight = torch.exp(-far - (neighbour - image) ** 2 / (2 * RANGE**2))
            total += weight * neighbour
            weights += weight
    return total / weights
