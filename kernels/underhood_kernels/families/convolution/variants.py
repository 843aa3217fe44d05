"""The ladder of variants: NumPy, numba and torch on the host, then three steps in WGSL."""

from __future__ import annotations

from underhood_kernels.families.convolution import host, launches
from underhood_kernels.families.convolution.inputs import check_inputs
from underhood_kernels.ladder import Ladder

LADDER = Ladder("convolution", __package__, check_inputs, host, launches)

VARIANTS = {
    variant.name: variant
    for variant in (
        LADDER.on_host("numpy", "One call of a library's inner loop, on one core."),
        LADDER.on_host("numba", "The two loops as one writes them, compiled, outputs spread over the cores."),
        LADDER.on_host("torch", "The same operation as a layer of a neural network."),
        LADDER.in_wgsl(
            "naive", "One thread per output, which asks at every tap whether it is still inside the signal."
        ),
        LADDER.in_wgsl("padded", "Zeros around the signal, made once on the host, and no thread has to ask any more."),
        LADDER.in_wgsl(
            "shared",
            "A work group loads its stretch of signal once into shared memory and all its threads re-use it.",
        ),
    )
}
