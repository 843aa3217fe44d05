"""The variants that run on the host: NumPy, numba and torch."""

from __future__ import annotations

from typing import Any

import numpy as np
from numpy.typing import NDArray

from underhood_kernels.families.harris.inputs import K

Image = NDArray[np.float32]


def numpy_harris(image: Image) -> Image:
    """Compute a new array in each step, shifted by slices: gradients, products, sums, response."""
    if not image.size:
        return np.empty_like(image)
    p = np.pad(image, 1, mode="edge")
    down = p[:-2] + 2 * p[1:-1] + p[2:]
    across = p[:, :-2] + 2 * p[:, 1:-1] + p[:, 2:]
    x, y = down[:, 2:] - down[:, :-2], across[2:] - across[:-2]
    sums = []
    for product in (x * x, x * y, y * y):
        q = np.pad(product, 1)
        rows = q[:-2] + q[1:-1] + q[2:]
        sums.append(rows[:, :-2] + rows[:, 1:-1] + rows[:, 2:])
    xx, xy, yy = sums
    result: Image = xx * yy - xy * xy - np.float32(K) * (xx + yy) ** 2
    return result


def numba_harris(image: Image) -> Image:
    """Go from gradients to response row by row, in the cache; compiled by numba, rows run on all cores."""
    rows, columns = image.shape
    padded, result = np.empty((rows + 2, columns + 2), np.float32), np.empty_like(image)
    two, k = np.float32(2), np.float32(K)  # Python's numbers would make float64 of it all
    lines = min(rows + 2, (rows + 2) * rows * columns)  # none of an image without pixels
    for r in prange(lines):  # type: ignore[name-defined]  # noqa: F821 - numba's, bound when it is loaded
        source, target = image[max(0, min(rows - 1, r - 1))], padded[r, 1:]
        padded[r, 0], padded[r, columns + 1] = source[0], source[columns - 1]
        for c in range(columns):
            target[c] = source[c]
    for r in prange(max(0, lines - 2)):  # type: ignore[name-defined]  # noqa: F821 - as above
        sums = np.empty((3, columns + 2), np.float32)
        for c in range(columns + 2):
            sums[0, c] = sums[1, c] = sums[2, c] = 0
        # Views, here and below: their indices start from zero, which SIMD needs to be sure of.
        xx, xy, yy = sums[0, 1:], sums[1, 1:], sums[2, 1:]
        for i in range(max(0, r - 1), min(rows, r + 2)):  # a row's gradients are computed for each of three results
            nw, n, ne = padded[i], padded[i, 1:], padded[i, 2:]
            w, e = padded[i + 1], padded[i + 1, 2:]
            sw, s, se = padded[i + 2], padded[i + 2, 1:], padded[i + 2, 2:]
            for c in range(columns):
                x = (ne[c] - nw[c]) + two * (e[c] - w[c]) + (se[c] - sw[c])
                y = (sw[c] - nw[c]) + two * (s[c] - n[c]) + (se[c] - ne[c])
                xx[c] += x * x
                xy[c] += x * y
                yy[c] += y * y
        out, xx_w, xy_w, yy_w = result[r], sums[0], sums[1], sums[2]
        xx_e, xy_e, yy_e = sums[0, 2:], sums[1, 2:], sums[2, 2:]
        for c in range(columns):
            a, b, d = xx_w[c] + xx[c] + xx_e[c], xy_w[c] + xy[c] + xy_e[c], yy_w[c] + yy[c] + yy_e[c]
            out[c] = a * d - b * b - k * (a + d) * (a + d)
    return result


def torch_harris(image: Any) -> Any:
    """Compute a new tensor in each step, shifted by slices: gradients, products, sums, response."""
    import torch  # noqa: PLC0415 - heavy, and needed only here

    if not image.numel():
        return torch.empty_like(image)
    p = torch.nn.functional.pad(image[None, None], (1, 1, 1, 1), mode="replicate")[0, 0]
    down = p[:-2] + 2 * p[1:-1] + p[2:]
    across = p[:, :-2] + 2 * p[:, 1:-1] + p[:, 2:]
    x, y = down[:, 2:] - down[:, :-2], across[2:] - across[:-2]
    products = torch.nn.functional.pad(torch.stack((x * x, x * y, y * y)), (1, 1, 1, 1))
    rows = products[:, :-2] + products[:, 1:-1] + products[:, 2:]
    xx, xy, yy = rows[..., :-2] + rows[..., 1:-1] + rows[..., 2:]
    return xx * yy - xy * xy - K * (xx + yy) ** 2
