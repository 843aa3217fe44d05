"""The variants that run on the host: NumPy, numba and torch."""

from __future__ import annotations

from typing import Any

import numpy as np
from numpy.typing import NDArray

from underhood_kernels.host import into

Vector = NDArray[np.float32]


def numpy_saxpy(a: Vector, x: Vector, y: Vector) -> Vector:
    """Multiply into a new array, then add."""
    return np.asarray(a * x + y)


@into(lambda _a, x, _y: np.empty_like(x))
def numba_saxpy(a: Vector, x: Vector, y: Vector, result: Vector) -> None:
    """Multiply and add in one loop; compiled by numba, blocks of it run on all cores."""
    factor, block = a[()], 16_384
    for b in prange(-(-len(x) // block)):  # type: ignore[name-defined]  # noqa: F821 - numba's, bound when it is loaded
        ours = slice(b * block, (b + 1) * block)
        left, right, both = x[ours], y[ours], result[ours]
        for i in range(len(left)):  # a slice's index can't be negative, so the loop becomes vector instructions
            both[i] = factor * left[i] + right[i]


def torch_saxpy(a: Any, x: Any, y: Any) -> Any:
    """Add a multiple of one tensor to another."""
    import torch  # noqa: PLC0415 - heavy, and needed only here

    return torch.add(y, x, alpha=a.item())
