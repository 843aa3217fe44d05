"""Sobel's edges: result = √(x² + y²), the length of the image's gradient at every pixel.

    x[r, c] = Σᵢ wᵢ · (image[r + i, c + 1] − image[r + i, c − 1])
    y[r, c] = Σⱼ wⱼ · (image[r + 1, c + j] − image[r − 1, c + j]),   w = 1, 2, 1 for −1, 0, 1

Outside the image lies its nearest pixel, so its border is no edge. Image and result are float32 matrices of the same
shape. NaN reaches the pixels around it, infinity makes them infinite or, where it meets itself, NaN; gradients above
10¹⁹ have squares that float32 can't hold, and may come out infinite.
"""

from underhood_kernels.families.sobel.problem import FAMILY

__all__ = ["FAMILY"]
