"""The exact sum: whole numbers, exponent by exponent, and one rounding at the end."""

from __future__ import annotations

from fractions import Fraction

import numpy as np
from numpy.typing import NDArray

Vector = NDArray[np.float32]

PIECE = 1 << 20  # values at a time
LOWEST = 150  # 2⁻¹⁵⁰ times what a float's exponent and digits say is its value, an exponent of 0 read as 1
LARGEST = Fraction(2) ** 128  # what no float32 reaches


def exact_sum(values: Vector) -> Fraction:
    """Return the sum of finite values, exactly.

    The digits of a float32 are a whole number below 2²⁴. Those with the same exponent add up to less than 2⁵³ for up
    to 2²⁹ values, which float64 holds exactly; Python's whole numbers and fractions do the rest.
    """
    totals = np.zeros(256)
    for start in range(0, len(values), PIECE):
        bits = values[start : start + PIECE].view(np.int32)
        exponents = bits >> 23 & 0xFF
        digits = (bits & 0x7FFFFF) | (exponents > 0) << 23
        totals += np.bincount(exponents, np.where(bits < 0, -digits, digits), minlength=256)
    whole = sum(int(total) << max(1, exponent) for exponent, total in enumerate(totals))
    return Fraction(whole, 1 << LOWEST)


def rounded_sum(values: Vector) -> Vector:
    """Return the sum rounded to float32, as a vector of one; what is not finite adds up as in NumPy."""
    if not np.isfinite(values).all():
        with np.errstate(invalid="ignore"):  # ∞ − ∞
            return np.asarray(np.sum(values, dtype=np.float64, keepdims=True)).astype(np.float32)
    exact = exact_sum(values)
    if abs(exact) >= LARGEST:
        return np.array([np.inf if exact > 0 else -np.inf], np.float32)
    with np.errstate(over="ignore"):
        return np.array([float(exact)]).astype(np.float32)
