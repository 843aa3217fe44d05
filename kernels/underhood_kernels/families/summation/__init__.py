"""Summation methods that differ in accuracy: what `sum_naive`, `sum_kahan`, `sum_klein` and `sum_pairwise` share.

All four compute result[0] = Σᵢ values[i], a float32 vector into a vector of one, from the same examples and against
the same oracle, which is exact. What differs is how far each may lie from it: a method's tolerance is the bound on its
own error. `family.compare(result, values).max_error` is the error that a variant made.
"""
