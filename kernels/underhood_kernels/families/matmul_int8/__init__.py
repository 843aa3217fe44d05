"""Quantised matrix product: C[i, j] = Σₚ A[i, p]·B[p, j], int8 matrices m × k and k × n into int32, m × n.

The sums are exact. One of k products may reach k·2¹⁴, so that k is at most 131 071 for int32 to hold every sum; more is
refused. Four products and their sum are one instruction on most processors, if the four factors lie side by side in a
word: those of A do, and those of B lie down a column. Empty sums, of k = 0, are 0.
"""

from underhood_kernels.families.matmul_int8.problem import FAMILY

__all__ = ["FAMILY"]
