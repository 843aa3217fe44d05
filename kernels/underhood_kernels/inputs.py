"""What families ask of their inputs, and random ones to give them."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import numpy as np

if TYPE_CHECKING:
    from numpy.typing import NDArray


def vector(family: str, name: str, value: Any) -> NDArray[np.float32]:
    """Return `value` as a contiguous float32 vector; raise `ValueError` naming it for anything else."""
    array = np.asarray(value)
    if array.dtype != np.float32 or array.ndim != 1:
        raise ValueError(f"{family}: {name} must be a float32 vector, not {array.dtype} of shape {array.shape}")
    return np.ascontiguousarray(array)


def generator(family: str, seed: int, **sizes: int) -> np.random.Generator:
    """Return the generator of an example's numbers; raise `ValueError` naming a size that is negative."""
    for name, size in sizes.items():
        if size < 0:
            raise ValueError(f"{family}: {name} must be 0 or more, not {size}")
    return np.random.default_rng(seed)
