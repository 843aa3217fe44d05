"""Quantisation of float32 to int8 in blocks of 32 values that share a scale.

    exponent = ⌊log₂ max |x|⌋ over the block,   q[i] = x[i] / 2^(exponent − 6), rounded to even at ties, −127 to 127

The scale is a power of two, as in the microscaling formats (OCP Microscaling Formats, version 1.0, 2023: MXINT8): to
divide by it is exact, so every device finds the same integers. A quantised value costs 8.25 bits instead of 32.

The result is one int8 vector: the 32 integers of each block, block after block, and then one byte a block with the
exponent plus 127, as in float32 (read it as uint8). The last block is filled up with zeros, so n values make 33·⌈n/32⌉
bytes. A block in which all are zero or smaller than float32's smallest normal number, 2⁻¹²⁶, has the byte 0 and is
scaled as for byte 1. A block with a NaN or an infinity has the byte 255 and zeros. `dequantise` is the way back.
"""

from underhood_kernels.families.quantise.problem import FAMILY

__all__ = ["FAMILY"]
