"""Matrix times vector in int8: result[i] = scales[i] Σⱼ matrix[i, j] vector[j], an int8 matrix of m × n, else float32.

The matrix is quantised symmetrically row by row: −127 to 127 stand for −s to s, where s is the row's largest magnitude
and its scale is s / 127. What quantising loses is no part of this problem: the oracle takes the int8 numbers as they
are. NaN and infinity in scales and vector behave as in `matvec`, and the ladder is shared with it.
"""

from underhood_kernels.families.matvec.problem import MATVEC_INT8 as FAMILY
from underhood_kernels.families.matvec.quantise import quantise

__all__ = ["FAMILY", "quantise"]
