"""Matrix times vector: result[i] = Σⱼ matrix[i, j] vector[j], a float32 matrix of m × n and a vector of n elements.

Without columns every element is the empty sum, 0. NaN and infinity spread as the formula says: 0 · ∞ and ∞ − ∞ are NaN.
Sums that leave float32's range on their way may be infinite where the float64 oracle is not: such inputs are outside
the promise.

Each number of the matrix is used once, so the memory's speed is all there is, and fewer bytes a number are fewer
seconds: `matvec_f16` and `matvec_int8` are the same problem in two and in one, and share this ladder.
"""

from underhood_kernels.families.matvec.problem import MATVEC as FAMILY

__all__ = ["FAMILY"]
