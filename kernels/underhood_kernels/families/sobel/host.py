"""The variants that run on the host: NumPy, numba and torch."""

from __future__ import annotations

from typing import Any

import numpy as np
from numpy.typing import NDArray

from underhood_kernels.host import into

Image = NDArray[np.float32]


def numpy_sobel(image: Image) -> Image:
    """Take differences of smoothed images, shifted by slices."""
    if not image.size:
        return np.empty_like(image)
    p = np.pad(image, 1, mode="edge")
    down = p[:-2] + 2 * p[1:-1] + p[2:]
    across = p[:, :-2] + 2 * p[:, 1:-1] + p[:, 2:]
    x, y = down[:, 2:] - down[:, :-2], across[2:] - across[:-2]
    result: Image = np.sqrt(x * x + y * y)
    return result


@into(np.empty_like)
def numba_sobel(image: Image, result: Image) -> None:
    """Do all at once for each pixel, reading the image once; compiled by numba, rows run on all cores."""
    rows, columns = image.shape
    two = np.float32(2)  # a Python 2 would make float64 of it all
    lines = min(rows, rows * columns)  # none of an image without columns
    for r in prange(lines):  # type: ignore[name-defined]  # noqa: F821 - numba's, bound when it is loaded
        above, here, below = image[max(r - 1, 0)], image[r], image[min(r + 1, rows - 1)]
        for c in (0, columns - 1):  # the border's own neighbours
            left, right = max(c - 1, 0), min(c + 1, columns - 1)
            x = (above[right] - above[left]) + two * (here[right] - here[left]) + (below[right] - below[left])
            y = (below[left] - above[left]) + two * (below[c] - above[c]) + (below[right] - above[right])
            result[r, c] = np.sqrt(x * x + y * y)
        # Views, whose indices start from zero: SIMD needs to be sure of that.
        inner, n, s = result[r, 1:], above[1:], below[1:]
        ne, e, se = above[2:], here[2:], below[2:]
        for c in range(columns - 2):
            x = (ne[c] - above[c]) + two * (e[c] - here[c]) + (se[c] - below[c])
            y = (below[c] - above[c]) + two * (s[c] - n[c]) + (se[c] - ne[c])
            inner[c] = np.sqrt(x * x + y * y)


def torch_sobel(image: Any) -> Any:
    """Take differences of smoothed images, shifted by slices; conv2d would multiply its zeros by what lies there."""
    import torch  # noqa: PLC0415 - heavy, and needed only here

    if not image.numel():
        return torch.empty_like(image)
    p = torch.nn.functional.pad(image[None, None], (1, 1, 1, 1), mode="replicate")[0, 0]
    down = p[:-2] + 2 * p[1:-1] + p[2:]
    across = p[:, :-2] + 2 * p[:, 1:-1] + p[:, 2:]
    x, y = down[:, 2:] - down[:, :-2], across[2:] - across[:-2]
    return torch.sqrt(x * x + y * y)
