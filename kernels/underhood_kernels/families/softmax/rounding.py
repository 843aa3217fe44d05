"""How far softmax weights computed in float32 may lie from the oracle's; attention's weights are the same.

u is float32's unit round-off, and one unit in the last place (ulp) is at most 2u of a number.
"""

from __future__ import annotations

from math import isqrt
from typing import TYPE_CHECKING, Any

import numpy as np

from underhood_kernels.rounding import UNIT

if TYPE_CHECKING:
    from numpy.typing import NDArray

FLUSHED = 104  # exp(−104) is less than float32's smallest number: farther exponents don't matter


def weight_errors(distances: NDArray[Any], terms: int) -> NDArray[np.float64]:
    """Return bounds on the relative errors of exp(−d) for `distances` d from the largest exponent of `terms`.

    WGSL lets exp(x) and exp2(x) err by 3 + 2|x| ulp, and exp2's x is 1.443 times as large: (6 + 5.8 d) u. Rounding d
    adds d·u to the exponent, so that one exp costs (6 + 7 d) u. A running maximum makes a product of several: their
    distances add up to d, and each costs 6u, and u for the multiplication. How many? The maximum of numbers in random
    order changes ln n times (Knuth, The Art of Computer Programming, 1.2.10), and a tree of n threads has log₂ n
    levels: allowed are twice log₂ n, and 16 more.
    """
    factors = 2 * terms.bit_length() + 16
    return np.asarray((7 * factors + 7 * np.minimum(distances, FLUSHED)) * UNIT, np.float64)


def added_up(terms: int) -> float:
    """Return the relative error of adding up `terms` positive numbers in blocks, see `rounding.sum_error`."""
    height = 2 * isqrt(terms) + 64
    return height * UNIT / (1 - height * UNIT)
