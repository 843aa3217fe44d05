"""What the problem accepts, shared by the oracle and the variants."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import numpy as np

if TYPE_CHECKING:
    from numpy.typing import NDArray

DIMENSIONS = 3  # heads, sequence, width


def check_inputs(q: Any, k: Any, v: Any) -> tuple[NDArray[np.float32], NDArray[np.float32], NDArray[np.float32]]:
    """Return queries, keys and values as contiguous float32; raise `ValueError` where they don't fit together."""
    q, k, v = (_heads(name, value) for name, value in (("q", q), ("k", k), ("v", v)))
    if k.shape != v.shape:
        raise ValueError(f"attention: k and v must be of one shape, not {k.shape} and {v.shape}")
    if (q.shape[0], q.shape[2]) != (k.shape[0], k.shape[2]):
        raise ValueError(f"attention: q and k must have the same heads and width, not shapes {q.shape} and {k.shape}")
    if q.shape[2] < 1:
        raise ValueError("attention: width must be 1 or more")
    if q.size and not k.size:
        raise ValueError(f"attention: {q.shape[1]} queries, but no keys to attend to")
    return q, k, v


def _heads(name: str, value: Any) -> NDArray[np.float32]:
    array = np.asarray(value)
    if array.dtype != np.float32 or array.ndim != DIMENSIONS:
        raise ValueError(
            f"attention: {name} must be float32 of shape heads × sequence × width, not {array.dtype} of shape "
            f"{array.shape}"
        )
    return np.ascontiguousarray(array)
