"""Radix sort: result = the keys in ascending order, a uint32 vector into one as long.

Whole numbers have one order and the comparison is exact; equal keys can't be told apart.
"""

from underhood_kernels.families.radix_sort.problem import FAMILY

__all__ = ["FAMILY"]
