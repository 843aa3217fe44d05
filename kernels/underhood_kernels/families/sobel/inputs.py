"""What the problem accepts, shared by the oracle and the variants."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from underhood_kernels.families.images import check_image

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray


def check_inputs(image: Any) -> tuple[NDArray[np.float32]]:
    """Return the image as a contiguous float32 matrix; raise `ValueError` for anything that is none."""
    return (check_image("sobel", image),)
