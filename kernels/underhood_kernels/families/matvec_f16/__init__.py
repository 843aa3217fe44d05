"""Matrix times vector in float16: result[i] = Σⱼ matrix[i, j] vector[j], both float16, summed and returned in float32.

A product of two float16 numbers is exact in float32; numbers below float16's smallest normal one, 2⁻¹⁴, may count as 0,
because some GPUs flush them. NaN and infinity behave as in `matvec`, and the ladder is shared with it.
"""

from underhood_kernels.families.matvec.problem import MATVEC_F16 as FAMILY

__all__ = ["FAMILY"]
