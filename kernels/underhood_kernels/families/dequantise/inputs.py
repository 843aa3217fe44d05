"""What the problem accepts, shared by the oracle and the variants."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import numpy as np

from underhood_kernels.families.quantise.inputs import BLOCK

if TYPE_CHECKING:
    from numpy.typing import NDArray


def check_inputs(quantised: Any) -> tuple[NDArray[np.int8]]:
    """Return the quantised blocks as a contiguous int8 vector; raise `ValueError` for anything else."""
    array = np.asarray(quantised)
    if array.dtype != np.int8 or array.ndim != 1:
        raise ValueError(f"dequantise: quantised must be an int8 vector, not {array.dtype} of shape {array.shape}")
    if len(array) % (BLOCK + 1):
        raise ValueError(f"dequantise: quantised must have {BLOCK + 1} bytes a block, not {len(array)} bytes")
    return (np.ascontiguousarray(array),)
