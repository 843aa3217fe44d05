"""Kahan's compensated summation: what each addition loses is found, and taken off the next value.

    y = x − lost,   t = sum + y,   lost = (t − sum) − y,   sum = t

Its error is at most 2·u·Σ|xᵢ| and terms in u², u = 2⁻²⁴, however many values there are (Kahan, Further remarks on
reducing truncation errors, 1965; Higham, section 4.3). Four operations a value instead of one, in an order that no
compiler may touch.

The sum of nothing is 0. A NaN or an infinity makes the result NaN, because what is lost is then ∞ − ∞; sums that leave
float32's range on their way are outside the promise.
"""

from underhood_kernels.families.summation.problem import KAHAN as FAMILY

__all__ = ["FAMILY"]
