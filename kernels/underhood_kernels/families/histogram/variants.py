"""The ladder of variants: NumPy, numba and torch on the host, then three steps in WGSL."""

from __future__ import annotations

from underhood_kernels.families.histogram import host, launches
from underhood_kernels.families.histogram.inputs import check_inputs
from underhood_kernels.ladder import WORK_GROUP, Ladder
from underhood_kernels.variant import Parameter

WORDS = "words per thread"
SHARED = {"work_group": WORK_GROUP, "per_thread": Parameter(WORDS, 16, (1, 4, 16, 32, 63))}
PRIVATE = {
    "work_group": Parameter("work-group size", 64, (16, 32, 64, 128)),
    "per_thread": Parameter(WORDS, 32, (1, 4, 16, 32, 63)),
}
CLEAR = ("clear",)

_LADDER = Ladder("histogram", __package__, check_inputs, host, launches)

VARIANTS = {
    variant.name: variant
    for variant in (
        _LADDER.on_host("numpy", "One loop on one core, after widening every byte to 64 bits."),
        _LADDER.on_host("numba", "Bins for each block, compiled, spread over the cores; then added up."),
        _LADDER.on_host("torch", "One call of a library."),
        _LADDER.in_wgsl(
            "global_atomics", "Every byte adds to a bin that all threads share: equal ones wait in line.", also=CLEAR
        ),
        _LADDER.in_wgsl(
            "shared_bins", "A work group counts in shared memory and adds its counts up once.", SHARED, also=CLEAR
        ),
        _LADDER.in_wgsl(
            "private_bins", "Each thread counts in bins of its own; no data make it wait.", PRIVATE, also=CLEAR
        ),
    )
}
