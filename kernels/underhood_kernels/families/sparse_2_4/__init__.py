"""Structured sparse matrix product, 2:4: of every four neighbours in a row of A, two are stored, and the others are 0.

    C[i, j] = Σ_g v₀·B[4g + p₀, j] + v₁·B[4g + p₁, j],   v and p the values and places of row i's group g

Inputs: values, float32 of shape (m, k/2), two for each group of four; places, uint32 of shape (m, ⌈k/32⌉), four bits
for each group, the lowest first: two for p₀ and two for p₁, where p₀ < p₁; B, float32 of shape (k, n), k a multiple of
four. Result: float32 of shape (m, n). `expanded` gives the whole of A, and `packed` makes values and places of it.

A takes (2k + k/8) / 4k = 0.53 of the bytes it has in full, and half the multiplications. Tensor cores make them in
half the time in hardware, which WGSL doesn't reach, nor does torch on the CPU or in float32:
torch.sparse.to_sparse_semi_structured asks for CUDA and 16 or 8 bits. NaN and infinity in A are as in IEEE 754; one in
B is outside the promise, because what multiplies A in full multiplies it with the zeros as well.
"""

from underhood_kernels.families.sparse_2_4.inputs import expanded, packed
from underhood_kernels.families.sparse_2_4.problem import FAMILY

__all__ = ["FAMILY", "expanded", "packed"]
