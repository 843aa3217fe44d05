"""What the problems accept, shared by the oracle and the variants."""

from __future__ import annotations

from typing import TYPE_CHECKING

from underhood_kernels.inputs import vector

if TYPE_CHECKING:
    from collections.abc import Callable

    import numpy as np
    from numpy.typing import NDArray


def checker(family: str) -> Callable[..., tuple[NDArray[np.float32]]]:
    """Return the function that checks the inputs of `family`: it returns a contiguous float32 vector or raises."""
    return lambda values: (vector(family, "values", values),)
