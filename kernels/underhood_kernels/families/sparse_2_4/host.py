"""The variants that run on the host: NumPy, numba and torch."""

from __future__ import annotations

from typing import Any

import numpy as np
from numpy.typing import NDArray

from underhood_kernels.families.sparse_2_4.inputs import GROUP, STEP, expanded

Matrix = NDArray[np.float32]
Places = NDArray[np.uint32]


def numpy_sparse_2_4(values: Matrix, places: Places, right: Matrix) -> Matrix:
    """Write the whole matrix down and multiply it."""
    return expanded(values, places) @ right


def numba_sparse_2_4(values: Matrix, places: Places, right: Matrix) -> Matrix:
    """Add up the rows of B that each row of A picks; compiled by numba, rows of A are spread over all cores."""
    rows, groups, columns = values.shape[0], values.shape[1] // 2, right.shape[1]
    flat = right.reshape(-1)
    result = np.empty((rows, columns), np.float32)
    for r in prange(rows):  # type: ignore[name-defined]  # noqa: F821 - numba's, bound when it is loaded
        factors, words, sums = values[r], places[r], result[r]
        for j in range(columns):
            sums[j] = 0
        for g in range(groups):
            bits = words[g // 8] >> np.uint32(4 * (g % 8))
            # Indices that can't be negative are not looked at twice, and make no new array as a slice does.
            first = np.uint64((4 * g + (bits & 3)) * columns)
            second = np.uint64((4 * g + (bits >> 2 & 3)) * columns)
            factor, other = factors[2 * g], factors[2 * g + 1]
            for j in range(columns):
                at = np.uint64(j)
                sums[at] += factor * flat[first + at] + other * flat[second + at]
    return result


def torch_sparse_2_4(values: Any, places: Any, right: Any) -> Any:
    """Write the whole matrix down and multiply it: torch's own 2:4 product takes no float32."""
    import torch  # noqa: PLC0415 - heavy, and needed only here

    rows, groups = values.shape[0], values.shape[1] // 2
    shifts = torch.arange(0, STEP, 2, dtype=torch.int32, device=values.device)
    picked = (places.view(torch.int32)[:, :, None] >> shifts & 3).flatten(1)[:, : 2 * groups]
    whole = values.new_zeros((rows, groups, GROUP))
    whole.scatter_(2, picked.reshape(rows, groups, 2).long(), values.reshape(rows, groups, 2))
    return whole.reshape(rows, GROUP * groups) @ right
