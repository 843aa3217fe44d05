"""The ladder of variants: NumPy, numba and torch on the host, then three steps in WGSL."""

from __future__ import annotations

from underhood_kernels.families.attention import host, launches
from underhood_kernels.families.attention.inputs import check_inputs
from underhood_kernels.ladder import Ladder
from underhood_kernels.variant import Parameter

TILE = {"tile": Parameter("tile width", 16, (4, 8, 16))}
BLOCK = {
    "queries": Parameter("queries per work group", 64, (32, 64, 128)),
    "keys": Parameter("keys at a time", 64, (32, 64, 128)),
    "rows": Parameter("queries per thread", 8, (4, 8)),
    "across": Parameter("threads that share queries", 16, (8, 16)),
    "chunk": Parameter("keys' values at a time", 32, (16, 32, 64)),
}

_LADDER = Ladder("attention", __package__, check_inputs, host, launches)

VARIANTS = {
    variant.name: variant
    for variant in (
        _LADDER.on_host("numpy", "All scores at once in memory, with a library's products of matrices."),
        _LADDER.on_host("numba", "Blocks of scores that stay in the cache, compiled, spread over the cores."),
        _LADDER.on_host("torch", "One call of a library that fuses it all, on every core or the card."),
        _LADDER.in_wgsl(
            "materialised",
            "Scores go to memory, are made weights there, and are read again.",
            TILE,
            also=("materialised_weights",),
        ),
        _LADDER.in_wgsl(
            "online",
            "A block of scores at a time in shared memory: sums are rescaled as it goes.",
            TILE,
            also=("online_scores",),
        ),
        _LADDER.in_wgsl(
            "blocked",
            "The same with blocks in registers: a vector loaded serves many products.",
            BLOCK,
            also=("blocked_tiles", "blocked_products", "blocked_weights", "blocked_results"),
        ),
    )
}
