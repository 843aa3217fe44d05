"""Separable convolution: the mask is a column of weights times a row of them.

    result[r, c] = Σᵢ down[i] · Σⱼ across[j] · image[r + centreᵣ − i, c + centre꜀ − j],   zero outside the image

That is `convolution2d` with mask[i, j] = down[i] · across[j], for tall + wide instead of tall · wide multiplications.
`centreᵣ` is (len(down) − 1) // 2 and `centre꜀` the same of `across`; both are mirrored. Image and result are float32
matrices of the same shape, `down` and `across` float32 vectors of any lengths from one.

NaN and infinity in the image reach the pixels that the mask brings them to, as 0 · ∞ where the weight is zero; the
weights are finite.
"""

from underhood_kernels.families.separable.problem import FAMILY

__all__ = ["FAMILY"]
