"""The variants that run on the host: NumPy, numba and torch."""

from __future__ import annotations

from typing import Any

import numpy as np
from numpy.typing import NDArray

Matrix = NDArray[np.int8]

EXACT_TERMS = 1024  # of products up to 2¹⁴ add up to 2²⁴ at most, to which float32 holds every whole number
ALIGNED = 8  # what torch's product wants of the sizes on a card, and more than 16 rows
LEAST_ROWS = 17


def numpy_matmul_int8(left: Matrix, right: Matrix) -> NDArray[np.int32]:
    """Multiply as floats that hold every sum exactly: NumPy's product of whole numbers is a plain loop."""
    floats = np.float32 if left.shape[1] <= EXACT_TERMS else np.float64
    product: NDArray[np.int32] = (left.astype(floats) @ right.astype(floats)).astype(np.int32)
    return product


def numba_matmul_int8(left: Matrix, right: Matrix) -> NDArray[np.int32]:
    """Turn the right matrix, then multiply rows with rows; compiled by numba, rows are spread over all cores."""
    rows, terms = left.shape
    columns, width = right.shape[1], 64
    turned = np.empty((columns, terms), np.int8)
    for c in prange(-(-columns // width)):  # type: ignore[name-defined]  # noqa: F821 - numba's, bound when it is loaded
        part, across = right[:, c * width : (c + 1) * width], turned[c * width : (c + 1) * width]
        for i in range(terms):
            for j in range(part.shape[1]):
                across[j, i] = part[i, j]
    result = np.empty((rows, columns), np.int32)
    for r in prange(rows):  # type: ignore[name-defined]  # noqa: F821 - as above
        row, sums = left[r], result[r]
        for j in range(columns):
            column, total = turned[j], np.int32(0)
            for i in range(len(column)):  # pairs of 16-bit products are one vector instruction
                total += np.int32(row[i]) * np.int32(column[i])
            sums[j] = total
    return result


def torch_matmul_int8(left: Any, right: Any) -> Any:
    """Take torch's own product of bytes; zeros fill up what a card finds too small or uneven."""
    import torch  # noqa: PLC0415 - heavy, and needed only here

    rows, columns = left.shape[0], right.shape[1]
    if left.is_cuda:
        terms = -left.shape[1] % ALIGNED if left.shape[1] else ALIGNED
        left = torch.nn.functional.pad(left, (0, terms, 0, max(0, LEAST_ROWS - rows)))
        right = torch.nn.functional.pad(right, (0, -columns % ALIGNED if columns else ALIGNED, 0, terms))
    product = torch._int_mm(left, right)  # noqa: SLF001 - the only product of int8 that torch has
    return product[:rows, :columns].contiguous()
