"""Inclusive scan, or prefix sum: result[i] = Σⱼ values[j] over j ≤ i, a float32 vector into one as long.

A NaN makes everything from its place on NaN, as in NumPy, and so does ∞ − ∞; what lies before stays as it is. Sums that
leave float32's range on their way are outside the promise. Where blocks look back, timing decides in what order
totals are added: the last bits may differ from run to run.
"""

from underhood_kernels.families.scan.problem import FAMILY

__all__ = ["FAMILY"]
