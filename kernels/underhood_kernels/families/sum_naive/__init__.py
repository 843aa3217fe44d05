"""Naive summation: running totals, result[0] = (…((x₁ + x₂) + x₃) + …), float32 into a vector of one.

Its error is at most (n − 1)·u·Σ|xᵢ|, u = 2⁻²⁴, in whatever order: late values meet a total that is large already, and
lose their last digits. A total for each of many threads is naive as well, but its error is nearer to that of
`sum_pairwise`.

The sum of nothing is 0. NaN and infinity behave as in NumPy; sums that leave float32's range on their way are outside
the promise. `sum_kahan`, `sum_klein` and `sum_pairwise` add the same values up more accurately.
"""

from underhood_kernels.families.summation.problem import NAIVE as FAMILY

__all__ = ["FAMILY"]
