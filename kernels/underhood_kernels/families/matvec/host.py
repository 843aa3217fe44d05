"""The variants that run on the host: NumPy, numba and torch."""

from __future__ import annotations

from typing import Any

import numpy as np
from numpy.typing import NDArray

Single = NDArray[np.float32]
Half = NDArray[np.float16]
Words = NDArray[np.uint16]
Bytes = NDArray[np.int8]


def numpy_matvec(matrix: Single, vector: Single) -> Single:
    """Multiply with NumPy, which asks its BLAS."""
    return matrix @ vector


def numpy_matvec_f16(matrix: Half, vector: Half) -> Single:
    """Make float32 of everything first, which its BLAS knows, and float16 not."""
    return matrix.astype(np.float32) @ vector.astype(np.float32)


def numpy_matvec_int8(matrix: Bytes, scales: Single, vector: Single) -> Single:
    """Make float32 of the matrix first; the scales come once a row."""
    return matrix.astype(np.float32) @ vector * scales


def numba_matvec(matrix: Single, vector: Single) -> Single:
    """Add up eight rows at a time: more of memory is under way, and an element of the vector is loaded once for all.

    Compiled by numba, the rows are spread over all cores. Beyond the last row that one is added up again.
    """
    rows, columns = matrix.shape
    result = np.empty(rows, np.float32)
    for eight in prange(-(-rows // 8)):  # type: ignore[name-defined]  # noqa: F821 - numba's, bound when it is loaded
        i, last = 8 * eight, rows - 1
        a, b, c, d = matrix[i], matrix[min(i + 1, last)], matrix[min(i + 2, last)], matrix[min(i + 3, last)]
        e, f, g = matrix[min(i + 4, last)], matrix[min(i + 5, last)], matrix[min(i + 6, last)]
        h = matrix[min(i + 7, last)]
        s0 = s1 = s2 = s3 = s4 = s5 = s6 = s7 = np.float32(0)
        for j in range(columns):
            s0 += a[j] * vector[j]
            s1 += b[j] * vector[j]
            s2 += c[j] * vector[j]
            s3 += d[j] * vector[j]
            s4 += e[j] * vector[j]
            s5 += f[j] * vector[j]
            s6 += g[j] * vector[j]
            s7 += h[j] * vector[j]
        for n, total in enumerate((s0, s1, s2, s3, s4, s5, s6, s7)):
            result[min(i + n, last)] = total
    return result


def numba_matvec_f16(matrix: Words, vector: Words) -> Single:
    """Add up row by row, from the numbers' bits: numba knows no float16 on a CPU.

    Shifted to where float32 has them, exponent and fraction make the number times 2⁻¹¹²; the largest exponent, of
    infinity and NaN, is made the largest there.
    """
    rows, columns = matrix.shape
    rescale = np.float32(2.0**112)
    values = np.empty(columns, np.float32)
    for j in range(columns):
        bits = np.int32(vector[j])
        bits = (bits & 0x8000) << 16 | (bits & 0x7FFF) << 13 | (0x70000000 if bits & 0x7C00 == 0x7C00 else 0)
        values[j] = np.int32(bits).view(np.float32) * rescale
    result = np.empty(rows, np.float32)
    for i in prange(rows):  # type: ignore[name-defined]  # noqa: F821 - as above
        row = matrix[i]
        total = np.float32(0)
        for j in range(columns):
            bits = np.int32(row[j])
            bits = (bits & 0x8000) << 16 | (bits & 0x7FFF) << 13 | (0x70000000 if bits & 0x7C00 == 0x7C00 else 0)
            total += np.int32(bits).view(np.float32) * rescale * values[j]
        result[i] = total
    return result


def numba_matvec_int8(matrix: Bytes, scales: Single, vector: Single) -> Single:
    """Add up row by row; each number becomes float32 on its way into the sum, in registers."""
    rows, columns = matrix.shape
    result = np.empty(rows, np.float32)
    for i in prange(rows):  # type: ignore[name-defined]  # noqa: F821 - as above
        row = matrix[i]
        total = np.float32(0)
        for j in range(columns):
            total += np.float32(row[j]) * vector[j]
        result[i] = total * scales[i]
    return result


def torch_matvec(matrix: Any, vector: Any) -> Any:
    """Multiply with torch, which asks its BLAS or the card's."""
    return matrix @ vector


def torch_matvec_f16(matrix: Any, vector: Any) -> Any:
    """Multiply in float16 with a float32 result, which torch has for cards only; else make float32 of everything."""
    import torch  # noqa: PLC0415 - heavy, and needed only here

    if matrix.is_cuda and matrix.numel():
        return torch.mm(matrix, vector[:, None], out_dtype=torch.float32)[:, 0]
    return matrix.float() @ vector.float()


def torch_matvec_int8(matrix: Any, scales: Any, vector: Any) -> Any:
    """Make float32 of the matrix first: torch has no public product of int8 and float32."""
    return matrix.float() @ vector * scales
