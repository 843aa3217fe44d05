"""What the problems accept, shared by the oracles and the variants."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from underhood_kernels.inputs import vector

if TYPE_CHECKING:
    from collections.abc import Callable

    import numpy as np
    from numpy.typing import NDArray


def checker(family: str) -> Callable[[Any], tuple[NDArray[np.float32]]]:
    """Return the function that checks the inputs of `family`."""

    def check_inputs(values: Any) -> tuple[NDArray[np.float32]]:
        """Return the values as a contiguous float32 vector; raise `ValueError` for anything else."""
        return (vector(family, "values", values),)

    return check_inputs
