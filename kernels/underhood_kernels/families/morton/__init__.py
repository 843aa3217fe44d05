"""Morton code, or Z-order: the bits of x and y in turn, points of uint16 of shape (n, 2) into n codes of uint32.

    code[i] = Σ_b (bit b of x[i])·2^(2b) + (bit b of y[i])·2^(2b + 1),   b from 0 to 15

Points that are near in the plane are mostly near in the order of their codes, so Morton order keeps caches warm. Every
bit moves and none changes: the codes are exact. `morton_decode` is the way back.
"""

from underhood_kernels.families.morton.problem import FAMILY

__all__ = ["FAMILY"]
