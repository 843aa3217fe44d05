"""Harris' corners: result = det M − k · (trace M)², k = 0.04, a number for every pixel that is large at corners.

    M = Σ [x², xy; xy, y²] over the 3 × 3 pixels around it that lie in the image
    x, y: Sobel's gradient of each, as in the family `sobel`: not scaled, and beyond the border lies the nearest pixel

Along an edge M has one large eigenvalue and the result is negative; at a corner it has two. Image and result are
float32 matrices of the same shape. NaN and infinity make NaN of all pixels at most two away, but some may come out
infinite; as fourth powers of the gradient are computed, pixels should lie below 10⁸.
"""

from underhood_kernels.families.harris.problem import FAMILY

__all__ = ["FAMILY"]
