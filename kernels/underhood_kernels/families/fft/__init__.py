"""Fast Fourier transform: result[b, k] = Σⱼ rows[b, j] · exp(−2πi·jk/n), complex64 of shape (batch, n) into the same.

Forward and unnormalised, as `numpy.fft.fft`. Any n is right: powers of two go through Stockham's passes, other lengths
through a convolution of a power of two (Bluestein, 1970). A NaN or an infinity makes every element of its own row
infinite or NaN; which of both depends on the order of operations. Transforms whose sums leave float32's range are
outside the promise.
"""

from underhood_kernels.families.fft.problem import FAMILY

__all__ = ["FAMILY"]
