"""The ladder of variants: NumPy, numba and torch on the host, then three steps in WGSL."""

from __future__ import annotations

from underhood_kernels.families.sparse_2_4 import host, launches
from underhood_kernels.families.sparse_2_4.inputs import check_inputs
from underhood_kernels.ladder import Ladder
from underhood_kernels.variant import Parameter

BY_ROWS = {
    "threads": Parameter("threads per row", 32, (8, 16, 32, 64, 128)),
    "rows": Parameter("rows per work group", 4, (1, 2, 4, 8)),
}
TILED = {"rows": Parameter("rows per thread", 4, (2, 4, 8))}

_LADDER = Ladder("sparse_2_4", __package__, check_inputs, host, launches)

VARIANTS = {
    variant.name: variant
    for variant in (
        _LADDER.on_host("numpy", "The whole matrix written down, and one call of a library."),
        _LADDER.on_host("numba", "Only what is stored, compiled, spread over the cores."),
        _LADDER.on_host("torch", "The whole matrix written down, and one call of a library."),
        _LADDER.in_wgsl("whole", "The whole matrix with its zeros: threads share a row and read every byte.", BY_ROWS),
        _LADDER.in_wgsl("packed", "The same threads read half of the values, and two bits where each is.", BY_ROWS),
        _LADDER.in_wgsl("tiled", "A work group shares a tile of B, out of which each row picks its own half.", TILED),
    )
}
