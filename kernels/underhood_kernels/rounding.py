"""How far float32 results may lie from the oracle's: bounds on rounding errors.

The sections are those of Higham, Accuracy and Stability of Numerical Algorithms (SIAM, second edition, 2002).
"""

from __future__ import annotations

from math import isqrt
from typing import TYPE_CHECKING, Any

import numpy as np

if TYPE_CHECKING:
    from numpy.typing import NDArray

UNIT = 2.0**-24  # u, float32's unit round-off: the largest relative error of one operation (section 2.1)
TINY = float(np.finfo(np.float32).tiny)  # the smallest normal number; some GPUs flush smaller ones to zero


def sum_error(terms: int, magnitudes: NDArray[Any]) -> NDArray[np.float64]:
    """Return the largest error of sums of `terms` float32 numbers whose magnitudes add up to `magnitudes`.

    A sum added up as a tree of height h errs by at most γₕ = h·u / (1 − h·u) times the sum of magnitudes (section 4.2).
    The height allowed is that of summing blocks of √n one after the other and then their √n sums, and the same again:
    what any blocked summation keeps to, while one running float32 total over millions of numbers does not. One unit
    more is for rounding the oracle.
    """
    height = 2 * isqrt(terms) + 64
    unit = (height + 1) * UNIT
    return np.asarray(unit / (1 - unit) * magnitudes + TINY * (height + 1), np.float64)
