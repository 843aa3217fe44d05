"""The ladder of variants: NumPy, numba and torch on the host, then five steps in WGSL."""

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
REPLICATED = {
    "work_group": Parameter("work-group size", 512, (128, 256, 512, 1024)),
    "per_thread": Parameter("vectors per thread", 8, (1, 2, 4, 8, 16, 32)),
    "copies": Parameter("copies of the bins", 16, (1, 2, 4, 8, 16, 32)),
}
CLEAR = ("clear",)

_LADDER = Ladder("histogram", __package__, check_inputs, host, launches)

VARIANTS = {
    variant.name: variant
    for variant in (
        _LADDER.on_host("numpy", "One loop on one core, after widening every byte to 64 bits."),
        _LADDER.on_host("numba", "Four copies of the bins for each block, compiled, spread over the cores."),
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
        _LADDER.in_wgsl(
            "replicated_bins",
            "Copies of the bins in shared memory, a bank for each neighbour, and 16 bytes in a load.",
            REPLICATED,
            also=CLEAR,
        ),
        _LADDER.in_wgsl(
            "racy",
            "Wrong on purpose: without atomics, threads that add to one bin at once overwrite one another.",
            wrong="threads that read the same count write back the same count plus one, so counts are lost",
        ),
    )
}
