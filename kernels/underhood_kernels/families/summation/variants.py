"""The ladders of variants: NumPy, numba and torch on the host, then two steps in WGSL for each method."""

from __future__ import annotations

from underhood_kernels.families.summation import host, klein, launches
from underhood_kernels.families.summation.inputs import checker
from underhood_kernels.ladder import WORK_GROUP, Ladder
from underhood_kernels.variant import Parameter, Variant

SCALAR = {"work_group": WORK_GROUP, "per_thread": Parameter("values per thread", 16, (1, 4, 16, 64, 256))}
VECTORS = {"work_group": WORK_GROUP, "per_thread": Parameter("vectors per thread", 8, (1, 2, 4, 8, 16))}


def _variants(family: str, numpy: str, numba: str, torch: str) -> dict[str, Variant]:
    method = family.removeprefix("sum_")
    ladder = Ladder(family, __package__, checker(family), klein if method == "klein" else host, launches)
    exact = () if method == "naive" else ("exact",)
    if method == "pairwise":
        in_wgsl = (
            ladder.in_wgsl("tree", "Two and two in shared memory, until one is left."),
            ladder.in_wgsl("registers", "The lowest branches in registers, with all their loads under way.", VECTORS),
        )
    else:
        also = (method, *exact, "states")
        in_wgsl = (
            ladder.in_wgsl("scalar", "A sum for each thread; then they are merged as a tree.", SCALAR, also=also),
            ladder.in_wgsl("vec4", "Four sums for each thread, and its loads under way at once.", VECTORS, also=also),
        )
    hosts = (("numpy", numpy), ("numba", numba), ("torch", torch))
    steps = (*(ladder.on_host(backend, summary) for backend, summary in hosts), *in_wgsl)
    return {variant.name: variant for variant in steps}


VARIANTS = {
    "sum_naive": _variants(
        "sum_naive",
        "One running total in float32, from the first value to the last.",
        "Running totals side by side in vectors, in blocks spread over the cores.",
        "A running total; torch keeps it in float64 on the CPU, and makes it a tree on a card.",
    ),
    "sum_kahan": _variants(
        "sum_kahan",
        "Many compensated sums side by side, in whole arrays.",
        "Compensated sums side by side in vectors, in blocks spread over the cores; no sum is reordered.",
        "Many compensated sums side by side, in whole tensors.",
    ),
    "sum_klein": _variants(
        "sum_klein",
        "Many sums with two levels of what is lost side by side, in whole arrays.",
        "Sums with two levels of what is lost in vectors, in blocks spread over the cores; no sum is reordered.",
        "Many sums with two levels of what is lost side by side, in whole tensors.",
    ),
    "sum_pairwise": _variants(
        "sum_pairwise",
        "One call: NumPy adds pairwise, with leaves of 128 values.",
        "Trees of 4096 values in the cache, spread over the cores, and one of their sums.",
        "One half added to the other, until one value is left.",
    ),
}
