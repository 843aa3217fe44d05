"""What the problem accepts, shared by the oracle and the variants."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import numpy as np

if TYPE_CHECKING:
    from numpy.typing import NDArray


def check_inputs(keys: Any) -> tuple[NDArray[np.uint32]]:
    """Return the keys as a contiguous uint32 vector; raise `ValueError` for anything else."""
    array = np.asarray(keys)
    if array.dtype != np.uint32 or array.ndim != 1:
        raise ValueError(f"radix_sort: keys must be a uint32 vector, not {array.dtype} of shape {array.shape}")
    return (np.ascontiguousarray(array),)
