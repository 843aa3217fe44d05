"""What the problem accepts, shared by the oracle and the variants."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from underhood_kernels.inputs import vector

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray


def check_inputs(values: Any) -> tuple[NDArray[np.float32]]:
    """Return the values as a contiguous float32 vector; raise `ValueError` for anything else."""
    return (vector("scan", "values", values),)
