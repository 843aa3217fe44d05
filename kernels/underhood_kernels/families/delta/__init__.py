"""Delta decoding: values from the steps between them, n codes of uint32 into n values of int32.

    result[i] = Σⱼ step(codes[j]) over j ≤ i, modulo 2³²,   step(z) = z/2 for even z, −(z + 1)/2 for odd z

Neighbouring values that differ little make small steps, which take few bits. Zigzag codes 0, 1, 2, 3, … stand for the
steps 0, −1, 1, −2, …, so that small steps of either sign have small codes. `encoded` makes the codes: each is a
difference of two neighbours, and nobody waits for anybody. The way back is this family, because it is the harder one:
each value needs all the steps before it, which is a scan. Whole numbers are exact in any order, and a sum that leaves
int32 comes back into it.
"""

from underhood_kernels.families.delta.inputs import encoded
from underhood_kernels.families.delta.problem import FAMILY

__all__ = ["FAMILY", "encoded"]
