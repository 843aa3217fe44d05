"""The variants that run on the host: NumPy, numba and torch. Each writes a new array: a mere view moves nothing."""

from __future__ import annotations

from typing import Any

import numpy as np
from numpy.typing import NDArray

from underhood_kernels.host import into

Matrix = NDArray[np.float32]


def numpy_transpose(matrix: Matrix) -> Matrix:
    """Copy the transposed view into rows."""
    return matrix.T.copy()  # NumPy's copy is in rows whatever the order of what is copied


@into(lambda matrix: np.empty(matrix.shape[::-1], np.float32))
def numba_transpose(matrix: Matrix, result: Matrix) -> None:
    """Transpose in tiles that fit the cache; compiled by numba, the tiles' rows are spread over all cores."""
    rows, columns = matrix.shape
    width = 32
    for t in prange(-(-rows // width)):  # type: ignore[name-defined]  # noqa: F821 - numba's, bound when it is loaded
        for left in range(0, columns, width):
            tile = matrix[t * width : (t + 1) * width, left : left + width]
            turned = result[left : left + width, t * width : (t + 1) * width]
            for c in range(tile.shape[1]):
                for r in range(tile.shape[0]):  # a slice's index can't be negative: nothing is left but the moving
                    turned[c, r] = tile[r, c]


def torch_transpose(matrix: Any) -> Any:
    """Copy the transposed view into rows."""
    import torch  # noqa: PLC0415 - heavy, and needed only here

    return matrix.t().clone(memory_format=torch.contiguous_format)
