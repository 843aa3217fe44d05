"""The variants that run on the host: NumPy, numba and torch."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import numpy as np

if TYPE_CHECKING:
    from numpy.typing import NDArray

    Axis = NDArray[np.float32]
    Limit = NDArray[np.uint32]


def numpy_mandelbrot(x: Axis, y: Axis, limit: Limit) -> NDArray[np.uint32]:
    """Iterate all points that are left as arrays of complex numbers."""
    result = np.zeros((len(y), len(x)), np.uint32)
    point = (x + 1j * y[:, None]).reshape(-1)
    counts, places = result.reshape(-1), np.arange(point.size)
    z = point
    for _ in range(limit[0]):
        inside = z.real**2 + z.imag**2 <= 4
        if not inside.all():
            z, point, places = z[inside], point[inside], places[inside]
        if not z.size:
            break
        counts[places] += 1
        z = z * z + point
    return result


def numba_mandelbrot(x: Axis, y: Axis, limit: Limit) -> NDArray[np.uint32]:
    """Iterate blocks of 64 points in SIMD lanes until none is left; compiled by numba, rows are spread over all cores.

    A point that has left keeps leaving, up to infinity and NaN, neither of which is counted.
    """
    rows, columns, most = len(y), len(x), int(limit[0])
    result = np.empty((rows, columns), np.uint32)
    for r in prange(rows):  # type: ignore[name-defined]  # noqa: F821 - numba's, bound when it is loaded
        cx, zx, zy = np.empty(64, np.float32), np.empty(64, np.float32), np.empty(64, np.float32)
        counts = np.empty(64, np.int32)
        cy = y[r]
        for left in range(0, columns, 64):
            for lane in range(64):
                cx[lane] = x[min(left + lane, columns - 1)]
                zx[lane], zy[lane], counts[lane] = cx[lane], cy, 0
            done = 0
            while done < most:
                for _ in range(4):
                    for lane in range(64):
                        xx, yy = zx[lane] * zx[lane], zy[lane] * zy[lane]
                        counts[lane] += np.int32(xx + yy <= np.float32(4))
                        zy[lane] = (zx[lane] + zx[lane]) * zy[lane] + cy
                        zx[lane] = xx - yy + cx[lane]
                done += 4
                alive = 0
                for lane in range(64):
                    alive += counts[lane] == done
                if alive == 0:
                    break
            for lane in range(min(64, columns - left)):
                result[r, left + lane] = min(counts[lane], most)
    return result


def torch_mandelbrot(x: Any, y: Any, limit: Any) -> Any:
    """Iterate all points as tensors, those too that have left: a card has no use for arrays that shrink."""
    import torch  # noqa: PLC0415 - heavy, and needed only here

    cx, cy = x.expand(len(y), -1), y[:, None].expand(-1, len(x))
    zx, zy = cx, cy
    counts = torch.zeros(cx.shape, dtype=torch.int32, device=x.device)
    for _ in range(int(limit)):
        xx, yy = zx * zx, zy * zy
        counts += xx + yy <= 4  # never again once it is beyond, nor when it is NaN
        zy = 2 * zx * zy + cy
        zx = xx - yy + cx
    return counts.to(torch.uint32)
