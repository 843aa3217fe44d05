"""Maximum: result[0] = maxᵢ values[i], a float32 vector into a vector of one. The maximum of nothing is −∞.

As in NumPy a NaN among the values makes the result NaN. The ladder is that of `reduction`.
"""

from underhood_kernels.families.reduction.problem import MAX as FAMILY

__all__ = ["FAMILY"]
