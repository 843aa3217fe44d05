"""The variants that run on the host: NumPy, numba and torch."""

from __future__ import annotations

from typing import Any

import numpy as np
from numpy.typing import NDArray

Matrix = NDArray[np.float32]


def numpy_matmul(left: Matrix, right: Matrix) -> Matrix:
    """Multiply with NumPy, which asks its BLAS."""
    return left @ right


def numba_matmul(left: Matrix, right: Matrix) -> Matrix:  # noqa: C901, PLR0912, PLR0915 - registers have no index
    """Multiply blocks that fit the caches; compiled by numba, they are spread over all cores.

    `right` is turned, so that the terms of a sum lie side by side in both matrices, as SIMD loads want them. The sums
    of four rows by six columns are in registers, where each number that is loaded is used four or six times. Beyond
    the edges the last row or column is computed again, and not kept.
    """
    (rows, inner), columns = left.shape, right.shape[1]
    height, width = 128, 120  # of a block of the result
    step = max(1, min(2048, inner))  # terms that are added before others are loaded into the cache
    steps, across = -(-inner // step), -(-columns // width)
    apart = step + 16  # a line of cache more: lines a power of two apart would push each other out
    turned = np.empty((steps, across * width, apart), np.float32)
    for task in prange(steps * across):  # type: ignore[name-defined]  # noqa: F821 - numba's, bound when it is loaded
        part, edge = task // across, task % across * width
        for k in range(min(step, inner - part * step)):
            for j in range(edge, min(edge + width, columns + 5)):
                turned[part, j, k] = right[part * step + k, min(j, columns - 1)]
    result = np.empty((rows, columns), np.float32)
    for task in prange(-(-rows // height) * across):  # type: ignore[name-defined]  # noqa: F821 - as above
        top, edge = task // across * height, task % across * width
        sums = np.empty((height, width), np.float32)
        for i in range(height):
            for j in range(width):
                sums[i, j] = 0
        for part in range(steps):
            first, last = part * step, min(inner, part * step + step)
            for j in range(0, min(width, columns - edge), 6):
                b0 = turned[part, edge + j, : last - first]
                b1 = turned[part, edge + j + 1, : last - first]
                b2 = turned[part, edge + j + 2, : last - first]
                b3 = turned[part, edge + j + 3, : last - first]
                b4 = turned[part, edge + j + 4, : last - first]
                b5 = turned[part, edge + j + 5, : last - first]
                for i in range(0, min(height, rows - top), 4):
                    a0 = left[top + i, first:last]
                    a1 = left[min(top + i + 1, rows - 1), first:last]
                    a2 = left[min(top + i + 2, rows - 1), first:last]
                    a3 = left[min(top + i + 3, rows - 1), first:last]
                    s00 = s01 = s02 = s03 = s04 = s05 = np.float32(0)
                    s10 = s11 = s12 = s13 = s14 = s15 = np.float32(0)
                    s20 = s21 = s22 = s23 = s24 = s25 = np.float32(0)
                    s30 = s31 = s32 = s33 = s34 = s35 = np.float32(0)
                    for k in range(last - first):
                        s00 += a0[k] * b0[k]
                        s01 += a0[k] * b1[k]
                        s02 += a0[k] * b2[k]
                        s03 += a0[k] * b3[k]
                        s04 += a0[k] * b4[k]
                        s05 += a0[k] * b5[k]
                        s10 += a1[k] * b0[k]
                        s11 += a1[k] * b1[k]
                        s12 += a1[k] * b2[k]
                        s13 += a1[k] * b3[k]
                        s14 += a1[k] * b4[k]
                        s15 += a1[k] * b5[k]
                        s20 += a2[k] * b0[k]
                        s21 += a2[k] * b1[k]
                        s22 += a2[k] * b2[k]
                        s23 += a2[k] * b3[k]
                        s24 += a2[k] * b4[k]
                        s25 += a2[k] * b5[k]
                        s30 += a3[k] * b0[k]
                        s31 += a3[k] * b1[k]
                        s32 += a3[k] * b2[k]
                        s33 += a3[k] * b3[k]
                        s34 += a3[k] * b4[k]
                        s35 += a3[k] * b5[k]
                    for c, total in enumerate((s00, s01, s02, s03, s04, s05)):
                        sums[i, j + c] += total
                    for c, total in enumerate((s10, s11, s12, s13, s14, s15)):
                        sums[i + 1, j + c] += total
                    for c, total in enumerate((s20, s21, s22, s23, s24, s25)):
                        sums[i + 2, j + c] += total
                    for c, total in enumerate((s30, s31, s32, s33, s34, s35)):
                        sums[i + 3, j + c] += total
        for i in range(min(height, rows - top)):
            for j in range(min(width, columns - edge)):
                result[top + i, edge + j] = sums[i, j]
    return result


def torch_matmul(left: Any, right: Any) -> Any:
    """Multiply with torch, which asks its BLAS or the card's."""
    return left @ right
