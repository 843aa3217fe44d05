"""Dequantisation: int8 in blocks of 32 with a shared power of two, as `quantise` lays them out, back to float32.

    x[i] = q[i]·2^(byte − 133),   byte the block's: its exponent plus 127, and 1 for the byte 0

Nothing is rounded, so the values are exact; those below float32's smallest normal number, 2⁻¹²⁶, may come out as zeros,
because many GPUs have no smaller ones. A block with the byte 255 had a NaN or an infinity, and is NaN from end to end.
There are 32 values to a block, zeros that once filled up the last one included.
"""

from underhood_kernels.families.dequantise.problem import FAMILY

__all__ = ["FAMILY"]
