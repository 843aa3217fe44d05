"""Kernels that show what a machine does: each problem with an oracle, several back ends, and an honest clock.

>>> from underhood_kernels import measure, registry
>>> convolution = registry["convolution"]
>>> signal, taps = convolution.example(4096, seed=1)
>>> result = convolution.variants["numpy"](signal, taps)
>>> bool(convolution.compare(result, signal, taps))
True
>>> measure(convolution.variants["numpy"], (signal, taps)).kernel.median > 0
True

Importing this package loads neither torch nor numba nor wgpu: a back end is loaded when a variant that needs it is
used, or asked whether it is available.
"""

from underhood_kernels.families import registry
from underhood_kernels.family import Comparison, Dimension, Family
from underhood_kernels.machines import Machine, machine
from underhood_kernels.measurement import Measurement, Spread, measure, measure_together
from underhood_kernels.variant import Parameter, Steps, UnavailableError, Variant

__all__ = [
    "Comparison",
    "Dimension",
    "Family",
    "Machine",
    "Measurement",
    "Parameter",
    "Spread",
    "Steps",
    "UnavailableError",
    "Variant",
    "machine",
    "measure",
    "measure_together",
    "registry",
]
