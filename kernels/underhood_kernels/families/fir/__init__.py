"""Decimating FIR filter: result[i] = Σₖ taps[k] · signal[i·D − k], every D-th sample of the filtered signal.

Signal and taps are float32 vectors, D is the decimation, a whole number. The signal is zero before its first sample and
there are ⌈len(signal) / D⌉ results: what a causal filter gives as the samples come in. With D = 1 it is `convolution`
without the centring. What is new is what D brings: neighbouring results meet samples D apart, and the filter falls into
D smaller ones, its *phases*.

A NaN or an infinity of the signal reaches the results whose taps meet it, and no others.
"""

from underhood_kernels.families.fir.problem import FAMILY

__all__ = ["FAMILY"]
