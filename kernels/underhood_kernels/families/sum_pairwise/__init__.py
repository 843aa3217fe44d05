"""Pairwise summation: a tree, in which each value takes part in no more than about log₂ n additions.

Its error is at most (log₂ n + 12)·u·Σ|xᵢ|, u = 2⁻²⁴, the 12 for the short running totals that NumPy's leaves have
(Higham, section 4.2). It costs no more operations than naive summation, and is what parallel sums are anyway.

The sum of nothing is 0. NaN and infinity behave as in NumPy; sums that leave float32's range on their way are outside
the promise.
"""

from underhood_kernels.families.summation.problem import PAIRWISE as FAMILY

__all__ = ["FAMILY"]
