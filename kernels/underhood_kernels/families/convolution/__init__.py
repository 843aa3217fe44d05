"""1D convolution: result[i] = Σₖ taps[k] · signal[i + centre − k], as long as the signal, zeros outside it.

`centre` is (len(taps) − 1) // 2, so that an odd filter is centred; this is `numpy.convolve(signal, taps, "same")` for
signals at least as long as the filter. Inputs and result are float32 vectors.
"""

from underhood_kernels.families.convolution.problem import FAMILY

__all__ = ["FAMILY"]
