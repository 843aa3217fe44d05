"""Morton decoding: n codes of uint32 into the points of uint16, shape (n, 2), whose codes they are.

    x[i] = Σ_b (bit 2b of code[i])·2^b,   y[i] = Σ_b (bit 2b + 1 of code[i])·2^b,   b from 0 to 15

Every code is one of a point, and the points are exact. `morton` is the way there.
"""

from underhood_kernels.families.morton_decode.problem import FAMILY

__all__ = ["FAMILY"]
