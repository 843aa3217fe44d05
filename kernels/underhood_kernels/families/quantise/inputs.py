"""What the problem accepts, shared by the oracle and the variants."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from underhood_kernels.inputs import vector

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

BLOCK = 32  # values that share a scale
BIAS = (
    133  # the exponent's byte is 127 more than the exponent, and the largest magnitude becomes 64 to 127: 2⁶ and more
)
NOT_FINITE = 255  # the byte of a block with a NaN or an infinity


def check_inputs(values: Any) -> tuple[NDArray[np.float32]]:
    """Return the values as a contiguous float32 vector; raise `ValueError` for anything else."""
    return (vector("quantise", "values", values),)


def blocks_of(values: NDArray[np.float32]) -> int:
    """Return how many blocks the values fill, the last one maybe in part."""
    return -(-len(values) // BLOCK)
