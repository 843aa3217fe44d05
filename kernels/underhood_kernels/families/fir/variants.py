"""The ladder of variants: NumPy, numba and torch on the host, then three steps in WGSL."""

from __future__ import annotations

from underhood_kernels.families.fir import host, launches
from underhood_kernels.families.fir.inputs import check_inputs
from underhood_kernels.ladder import Ladder

_LADDER = Ladder("fir", __package__, check_inputs, host, launches)

VARIANTS = {
    variant.name: variant
    for variant in (
        _LADDER.on_host("numpy", "One convolution for each phase, at the low rate, on one core."),
        _LADDER.on_host("numba", "A product of two stretches for each result, compiled, spread over the cores."),
        _LADDER.on_host("torch", "The same operation as a layer of a neural network, with a stride."),
        _LADDER.in_wgsl("naive", "One thread per result; neighbours read samples that lie D apart."),
        _LADDER.in_wgsl("shared", "A work group loads its stretch once; its threads read it D apart, bank by bank."),
        _LADDER.in_wgsl("polyphase", "The tile sorted by phases, and four results a thread from a sliding window."),
    )
}
