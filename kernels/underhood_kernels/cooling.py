"""Cold caches on the host: what a kernel reads comes from memory again, as after other work."""

from __future__ import annotations

from functools import cache
from typing import TYPE_CHECKING, Any

import numpy as np

from underhood_kernels.machines import last_level_cache

if TYPE_CHECKING:
    from numpy.typing import NDArray


def evict() -> None:
    """Write over twice as many bytes as the largest cache holds; other cores' own caches may keep a little."""
    filler = _filler()
    filler += 1


@cache
def _filler() -> NDArray[Any]:
    return np.zeros(2 * last_level_cache(), np.uint8)
