"""Softmax, scaled and under a causal mask: result[r, c] = exp(s·x[r, c]) / Σⱼ exp(s·x[r, j]) with c, j ≤ r, else 0.

So does attention make weights of its scores where a query may see the keys up to its own. x is a float32 matrix of any
shape, s one float32 number. What is masked doesn't count, whatever it holds. A row whose other numbers, scaled, hold a
NaN or a +∞, or nothing but −∞, is NaN throughout, as in torch. Products s·x beyond float32 are outside the problem. A
matrix without rows or columns gives an empty one.
"""

from underhood_kernels.families.masked_softmax.problem import FAMILY

__all__ = ["FAMILY"]
