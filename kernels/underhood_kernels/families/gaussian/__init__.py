"""Gaussian blur: result[r, c] = Σᵢ Σⱼ wᵢ · wⱼ · image[r + i, c + j], i and j from −radius to radius.

    wₖ = exp(−k² / 2σ²) / Σₘ exp(−m² / 2σ²),   radius = ⌊4σ + ½⌋

Outside the image lies its nearest pixel (the border is clamped), so a constant image stays constant. Image and result
are float32 matrices of the same shape, σ is a float32 vector of one positive number, in pixels. The weights are
computed in float64 and rounded once. A mask of this kind is separable: the shaders are those of the family `separable`.

NaN reaches all pixels within the radius, and infinity makes them infinite, as in the formula.
"""

from underhood_kernels.families.gaussian.problem import FAMILY

__all__ = ["FAMILY"]
