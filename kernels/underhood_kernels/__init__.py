"""Kernels that show what a machine does: each problem with an oracle, several back ends, and an honest clock.

>>> from underhood_kernels import measure, registry
>>> convolution = registry["convolution"]
>>> signal, taps = convolution.example(4096, seed=1)
>>> result = convolution.variants["numpy"](signal, taps)
>>> bool(convolution.compare(result, signal, taps))
True
>>> measure(convolution.variants["numpy"], (signal, taps)).kernel.median > 0
True

Importing this package loads nothing else, a name of it what the name needs, and neither torch nor numba nor wgpu: a
back end is loaded when a variant that needs it is used, or asked whether it is available.
"""

from __future__ import annotations

from importlib import import_module
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
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

_MODULES = {
    "families": ("registry",),
    "family": ("Comparison", "Dimension", "Family"),
    "machines": ("Machine", "machine"),
    "measurement": ("Measurement", "Spread", "measure", "measure_together"),
    "variant": ("Parameter", "Steps", "UnavailableError", "Variant"),
}
_HOME = {name: module for module, names in _MODULES.items() for name in names}


def __getattr__(name: str) -> Any:
    if name not in _HOME:
        raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
    value = getattr(import_module(f"{__name__}.{_HOME[name]}"), name)
    globals()[name] = value  # from now on without asking here
    return value


def __dir__() -> list[str]:
    return sorted({*globals(), *__all__})
