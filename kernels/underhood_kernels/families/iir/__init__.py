"""IIR filter: a cascade of second-order sections over every channel of a signal, each filtering what the last one gave.

    y[i] = b₀·x[i] + b₁·x[i − 1] + b₂·x[i − 2] − a₁·y[i − 1] − a₂·y[i − 2],   nothing before the signal

The signal is a float32 matrix of shape (channels, samples) and so is the result; the sections are a float32 matrix of
rows b₀, b₁, b₂, a₁, a₂ (a₀ is 1). Every output needs the one before it, and yet there is a parallel way: what a stretch
of samples does to the filter's state is an affine map, s → M·s + e, and maps can be composed in any order: a scan.

Sections must be stable, with both poles inside the unit circle: rounding errors then die away like the impulse
response. The closer a pole is to the circle, the longer that takes: with a radius of 1 − δ, errors add up to 1/δ of one
or more. A NaN or an infinity makes all from its place on in its channel NaN or infinite; which of both is left open.
"""

from underhood_kernels.families.iir.problem import FAMILY

__all__ = ["FAMILY"]
