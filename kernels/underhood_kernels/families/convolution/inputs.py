"""What the problem accepts, shared by the oracle and the variants."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import numpy as np

if TYPE_CHECKING:
    from numpy.typing import NDArray


def check_inputs(signal: Any, taps: Any) -> tuple[NDArray[np.float32], NDArray[np.float32]]:
    """Return both as contiguous float32 vectors; raise `ValueError` for anything else."""
    checked = []
    for name, value in (("signal", signal), ("taps", taps)):
        array = np.asarray(value)
        if array.dtype != np.float32 or array.ndim != 1:
            raise ValueError(f"convolution: {name} must be a float32 vector, not {array.dtype} of shape {array.shape}")
        checked.append(np.ascontiguousarray(array))
    if not checked[1].size:
        raise ValueError("convolution: taps is empty; a filter has at least one tap")
    return checked[0], checked[1]


def centre(taps: NDArray[Any]) -> int:
    """Return the index of the tap that meets the sample at the output's own place."""
    return (len(taps) - 1) // 2
