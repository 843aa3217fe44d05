"""The ladder of variants: NumPy, numba and torch on the host, then three steps in WGSL."""

from __future__ import annotations

from underhood_kernels.families.radix_sort import host, launches
from underhood_kernels.families.radix_sort.inputs import check_inputs
from underhood_kernels.ladder import Ladder
from underhood_kernels.variant import Parameter

# Odd, so that the threads' runs start in different banks.
PER_THREAD = {"per_thread": Parameter("keys per thread", 15, (3, 7, 11, 15))}
FOUR_BITS = {"work_group": Parameter("work-group size", 256, (32, 64, 128, 256)), **PER_THREAD}

_LADDER = Ladder("radix_sort", __package__, check_inputs, host, launches)

VARIANTS = {
    variant.name: variant
    for variant in (
        _LADDER.on_host("numpy", "Comparisons, many at once, on one core."),
        _LADDER.on_host("numba", "Four rounds of eight bits, compiled, spread over the cores."),
        _LADDER.on_host("torch", "One call of a library, which also says where each key came from."),
        _LADDER.in_wgsl(
            "four_bits",
            "Count, scan and scatter eight times; blocks sorted in shared memory are written side by side.",
            FOUR_BITS,
            also=("counts", "scan", "blocks", "local_sort"),
        ),
        _LADDER.in_wgsl(
            "eight_bits",
            "Twice the bits in half the rounds: the keys move twelve times instead of 24.",
            PER_THREAD,
            also=("counts", "scan", "blocks", "local_sort"),
        ),
        _LADDER.in_wgsl(
            "one_sweep",
            "Blocks look back instead of waiting for all counts: the keys move nine times.",
            PER_THREAD,
            also=("status", "look_back", "blocks", "local_sort"),
        ),
    )
}
