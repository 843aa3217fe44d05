"""2D convolution: result[r, c] = Σᵢ Σⱼ mask[i, j] · image[r + centreᵣ − i, c + centre꜀ − j], zero outside the image.

`centreᵣ` is (rows of the mask − 1) // 2 and `centre꜀` the same of its columns, as in 1D: an odd mask is centred, and
the mask is mirrored in both directions, unlike in the "convolution" of neural networks. Image, mask and result are
float32 matrices; the result is as large as the image, the mask has any shape and at least one weight.

NaN and infinity in the image reach the pixels that the mask brings them to, as 0 · ∞ where the weight is zero; the
weights are finite.
"""

from underhood_kernels.families.convolution2d.problem import FAMILY

__all__ = ["FAMILY"]
