"""The variants that run on the host: NumPy, numba and torch."""

from __future__ import annotations

from typing import Any

import numpy as np
from numpy.typing import NDArray

from underhood_kernels.host import into

Vector = NDArray[np.float32]


def numpy_copy(source: Vector) -> Vector:
    """Copy with the C library's own routine."""
    return source.copy()


@into(np.empty_like)
def numba_copy(source: Vector, result: Vector) -> None:
    """Copy block by block; compiled by numba, the blocks are spread over all cores."""
    block = 16_384
    for b in prange(-(-len(source) // block)):  # type: ignore[name-defined]  # noqa: F821 - numba's, bound when it is loaded
        part, copied = source[b * block : (b + 1) * block], result[b * block : (b + 1) * block]
        for i in range(len(part)):  # a slice's index can't be negative, so the loop becomes vector instructions
            copied[i] = part[i]


def torch_copy(source: Any) -> Any:
    """Copy a tensor."""
    return source.clone()
