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
    """Add up four rows at a time: more of memory is under way, and each element of the vector is loaded once for four.

    Compiled by numba, the rows are spread over all cores. Beyond the last row that one is added up again.
    """
    rows, columns = matrix.shape
    result = np.empty(rows, np.float32)
    for four in prange(-(-rows // 4)):  # type: ignore[name-defined]  # noqa: F821 - numba's, bound when it is loaded
        i, last = 4 * four, rows - 1
        a, b, c, d = matrix[i], matrix[min(i + 1, last)], matrix[min(i + 2, last)], matrix[min(i + 3, last)]
        total_a = total_b = total_c = total_d = np.float32(0)
        for j in range(columns):
            total_a += a[j] * vector[j]
            total_b += b[j] * vector[j]
            total_c += c[j] * vector[j]
            total_d += d[j] * vector[j]
        result[i] = total_a
        result[min(i + 1, last)] = total_b
        result[min(i + 2, last)] = total_c
        result[min(i + 3, last)] = total_d
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
