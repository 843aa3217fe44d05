"""Sum: result[0] = Σᵢ values[i], a float32 vector into a vector of one. The sum of nothing is 0.

NaN and infinity behave as in NumPy: NaN, and ∞ − ∞, make the sum NaN. Sums that leave float32's range on their way may
be infinite where the float64 oracle is not: such inputs are outside the promise. The ladder is that of `reduction`.
"""

from underhood_kernels.families.reduction.problem import SUM as FAMILY

__all__ = ["FAMILY"]
