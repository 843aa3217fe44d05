"""The ladder of variants: NumPy, numba and torch on the host, then six steps in WGSL."""

from __future__ import annotations

from underhood_kernels.families.matmul import host, launches
from underhood_kernels.families.matmul.inputs import check_inputs
from underhood_kernels.ladder import Ladder
from underhood_kernels.variant import Parameter

TILE = {"tile": Parameter("tile width", 16, (4, 8, 16, 32))}
SIDE = {"side": Parameter("threads a side", 16, (4, 8, 16, 32))}
BLOCK = {"tile": Parameter("block width", 64, (32, 64, 128))}
TUNED = {
    "block_rows": Parameter("rows a work group", 128, (64, 128, 256)),
    "block_columns": Parameter("columns a work group", 128, (64, 128, 256)),
    "thread_rows": Parameter("rows a thread", 8, (4, 8, 16)),
    "thread_columns": Parameter("columns a thread", 8, (4, 8, 16)),
    "step": Parameter("step of the inner dimension", 8, (8, 16, 32)),
    "band": Parameter("blocks a band", 8, (1, 4, 8, 16)),
}
REGISTERS = {
    "thread_rows": Parameter("rows a thread", 8, (4, 8, 16)),
    "thread_columns": Parameter("columns a thread", 8, (4, 8, 16)),
    "side": Parameter("threads a side", 8, (4, 8, 16)),
}

_LADDER = Ladder("matmul", __package__, check_inputs, host, launches)
_step = _LADDER.in_wgsl

VARIANTS = {
    variant.name: variant
    for variant in (
        _LADDER.on_host("numpy", "One call of a library that knows the processor: every core, every SIMD lane."),
        _LADDER.on_host("numba", "Four rows by six columns of sums in registers, over panels that fit the cache."),
        _LADDER.on_host("torch", "One call of a library that knows the processor, or the card."),
        _step("naive", "One thread per element: two loads from memory for each multiplication and addition.", TILE),
        _step("tiled", "Tiles in shared memory: each number is loaded once for a whole row of threads.", TILE),
        _step("register_blocked", "4 × 4 elements a thread: what is in a register is used four times.", SIDE),
        _step(
            "vectorised", "16-byte loads, and 8 × 8 elements a thread in registers with names.", BLOCK, also=("edges",)
        ),
        _step(
            "tuned",
            "The next tiles are fetched while these are computed; no bank conflicts; sizes to tune.",
            TUNED,
            also=("edges", "blocks"),
        ),
        _step(
            "registers_only",
            "No shared memory and no barrier: what a software adapter likes.",
            REGISTERS,
            also=("edges",),
        ),
    )
}
