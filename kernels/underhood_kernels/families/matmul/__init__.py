"""Matrix product: result[i, j] = Σₖ left[i, k] right[k, j], float32 matrices of m × k and k × n into one of m × n.

With an inner dimension of 0 every element is the empty sum, 0. NaN and infinity spread as the formula says: along the
row of the result if they stand in `left`, down the column if they stand in `right`; 0 · ∞ and ∞ − ∞ are NaN. Sums that
leave float32's range on their way may be infinite where the float64 oracle is not: such inputs are outside the promise.

The work grows with the cube of the size and the data with its square, so that each number can be used many times once
it is loaded: every step of the ladder uses it more often, and nearer to the arithmetic.
"""

from underhood_kernels.families.matmul.problem import FAMILY

__all__ = ["FAMILY"]
