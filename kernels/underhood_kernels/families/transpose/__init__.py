"""Transpose: result[c, r] = matrix[r, c], a float32 matrix of any shape. Every bit stays.

Either the reads or the writes go down a column; shared memory is where that costs least.
"""

from underhood_kernels.families.transpose.problem import FAMILY

__all__ = ["FAMILY"]
