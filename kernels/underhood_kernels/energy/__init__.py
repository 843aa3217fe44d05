"""Joules beside the milliseconds: measured where the machine has a counter, else a model that says it is one.

>>> from underhood_kernels import registry
>>> from underhood_kernels.energy import measure_energy, model
>>> matrices = registry["transpose"].example(64)
>>> found = measure_energy(registry["transpose"].variants["numpy"], matrices, window=0.05, idle=0)
>>> found.kind in ("measured", "model"), found.joules > 0
(True, True)
>>> model(flops=0, nbytes=1e9).label
'244 mJ (model)'

A block of code is metered by `with energy() as meter:`, and `meter.result` says what it used. Sources: NVIDIA's total
energy counter (NVML) for cards, RAPL for processors; both count all that runs on the device. Else `model` takes the
operations and bytes by the figures of a publication.

One file a role: `counters` finds what can be read in `nvml` and `rapl`, `meter` reads it around the work, `model`
computes, `reading` and `figure` show.
"""

from underhood_kernels.energy.counters import Counter, NoCounterError, counters
from underhood_kernels.energy.figure import draw as figure
from underhood_kernels.energy.meter import Meter, energy, measure_energy
from underhood_kernels.energy.model import LEVELS, OPERATIONS, model
from underhood_kernels.energy.reading import Energy

__all__ = [
    "LEVELS",
    "OPERATIONS",
    "Counter",
    "Energy",
    "Meter",
    "NoCounterError",
    "counters",
    "energy",
    "figure",
    "measure_energy",
    "model",
]
