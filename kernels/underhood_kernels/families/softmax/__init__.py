"""Softmax of each row: result[r, c] = exp(x[r, c]) / Σⱼ exp(x[r, j]), a float32 matrix of any shape.

Every variant takes the row's largest value off the exponents, which changes nothing but keeps exp from overflowing. A
row that holds a NaN or a +∞ is NaN, as in torch; −∞ gets a weight of zero, and a row of nothing else is NaN. A matrix
without rows or columns gives an empty one.
"""

from underhood_kernels.families.softmax.problem import FAMILY

__all__ = ["FAMILY"]
