"""Klein's second-order summation: what additions lose is added up, and what is lost in doing so once more.

    sum, e = sum + x exactly,   lost, f = lost + e exactly,   again = again + f,   result[0] = sum + (lost + again)

Its error is at most u·|Σxᵢ| and terms in u³·Σ|xᵢ|, u = 2⁻²⁴: the sum is right to the last digit even where the values
cancel (Klein, A generalized Kahan-Babuška-summation-algorithm, 2006). The exact additions are Knuth's, of six
operations, which ask for no branch.

The sum of nothing is 0. A NaN or an infinity makes the result NaN, because what is lost is then ∞ − ∞; sums that leave
float32's range on their way are outside the promise.
"""

from underhood_kernels.families.summation.problem import KLEIN as FAMILY

__all__ = ["FAMILY"]
