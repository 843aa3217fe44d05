"""n-body: result[i] = Σⱼ mⱼ (rⱼ − rᵢ) / (|rⱼ − rᵢ|² + ε²)^(3/2), the gravitational acceleration of every body.

`bodies` is float32 of shape (n, 4), a position and a mass a row; `softening` is ε, a float32 vector of one; the result
is float32 of shape (n, 3), in units where the constant of gravitation is 1. No bodies give an empty result, one body
is not accelerated. A position that is NaN or infinite makes every acceleration NaN. A NaN mass does so too; an infinite
one makes its own body's NaN, the others' infinite, and NaN along an axis on which the two are level. Distances and
softenings from 10⁻¹⁰ to 10¹⁰ are in the promise: their cubes stay in float32's range.

Nyland, Harris and Prins, Fast N-Body Simulation with CUDA (GPU Gems 3, chapter 31, 2007), whose count of 20
floating-point operations an interaction is also ours.
"""

from underhood_kernels.families.nbody.problem import FAMILY

__all__ = ["FAMILY"]
