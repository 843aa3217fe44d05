"""The ladder of variants: NumPy, numba and torch on the host, then three steps in WGSL."""

from __future__ import annotations

from underhood_kernels.families.matmul_int8 import host, launches
from underhood_kernels.families.matmul_int8.inputs import check_inputs
from underhood_kernels.ladder import Ladder
from underhood_kernels.variant import Parameter

TILE = {"tile": Parameter("tile width", 16, (4, 8, 16, 32))}
TILED = {
    "rows": Parameter("rows per thread", 8, (4, 8, 16)),
    "depth": Parameter("vectors of terms per step", 2, (2, 4)),
}

_LADDER = Ladder("matmul_int8", __package__, check_inputs, host, launches)

VARIANTS = {
    variant.name: variant
    for variant in (
        _LADDER.on_host("numpy", "One call of a library, on floats that hold every sum exactly."),
        _LADDER.on_host("numba", "Rows times rows, compiled into vector instructions, spread over the cores."),
        _LADDER.on_host("torch", "One call of a library that multiplies bytes."),
        _LADDER.in_wgsl("unpacked", "One thread per sum takes every byte out of its word before it multiplies.", TILE),
        _LADDER.in_wgsl("packed", "Four products and their sum in one instruction, on words.", TILE, also=("turn",)),
        _LADDER.in_wgsl(
            "tiled",
            "A work group shares its words, turned once, and a thread keeps many sums in registers.",
            TILED,
            also=("turn",),
        ),
    )
}
