"""Bilateral filter: a mean of the pixels around each pixel in which those that are like it count for more.

    result[r, c] = Σ w · q / Σ w,   q = image[r + i, c + j],   i and j from −radius to radius
    w = exp(−(i² + j²) / 2S² − (q − image[r, c])² / 2R²),   S = 3 pixels, R = 1

So noise is smoothed and edges above R stay. Outside the image lies its nearest pixel. Image and result are float32
matrices of the same shape, the radius is an int32 vector of one number, 0 or more.

NaN and infinity make NaN of every pixel within the radius, as in the formula; on a GPU only where its driver keeps to
them, which WGSL does not ask for.
"""

from underhood_kernels.families.bilateral.problem import FAMILY

__all__ = ["FAMILY"]
