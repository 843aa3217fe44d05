"""The ladder of variants: NumPy, numba and torch on the host, then four steps in WGSL."""

from __future__ import annotations

from underhood_kernels.families.harris import host, launches
from underhood_kernels.families.harris.inputs import check_inputs
from underhood_kernels.families.images import STRIP, TILE
from underhood_kernels.ladder import Ladder

_LADDER = Ladder("harris", __package__, check_inputs, host, launches)

VARIANTS = {
    variant.name: variant
    for variant in (
        _LADDER.on_host("numpy", "A new array in each step, each a trip through memory."),
        _LADDER.on_host("numba", "From gradients to response row by row, in the cache, spread over the cores."),
        _LADDER.on_host("torch", "A new tensor in each step, on every core or the card."),
        _LADDER.in_wgsl(
            "four_passes",
            "Gradients, products, sums, response: a dispatch and a trip for each.",
            also=("sums_and_response",),
        ),
        _LADDER.in_wgsl("recomputed", "One dispatch: every thread computes all nine gradients that it needs.", TILE),
        _LADDER.in_wgsl("fused", "One dispatch: the work group's gradients are computed once, in shared memory.", TILE),
        _LADDER.in_wgsl("registers", "Each thread walks down a strip of four columns, all steps in registers.", STRIP),
    )
}
