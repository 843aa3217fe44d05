"""Histogram: result[v] = how many of the bytes are v, for v from 0 to 255; a uint8 vector into 256 counts of uint32.

Whole numbers are exact in any order, and so is the comparison. Counts are right for fewer than 2³² bytes.
"""

from underhood_kernels.families.histogram.problem import FAMILY

__all__ = ["FAMILY"]
