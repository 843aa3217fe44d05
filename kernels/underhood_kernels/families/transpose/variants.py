"""The ladder of variants: NumPy, numba and torch on the host, then four steps in WGSL."""

from __future__ import annotations

from underhood_kernels.families.transpose import host, launches
from underhood_kernels.families.transpose.inputs import check_inputs
from underhood_kernels.ladder import Ladder
from underhood_kernels.variant import Parameter

TILE = {"tile": Parameter("tile width", 16, (4, 8, 16, 32))}
ROWS = {
    "tile": Parameter("tile width", 32, (8, 16, 32, 64)),
    "height": Parameter("rows of threads", 8, (1, 2, 4, 8, 16, 32)),
}

_LADDER = Ladder("transpose", __package__, check_inputs, host, launches)

VARIANTS = {
    variant.name: variant
    for variant in (
        _LADDER.on_host("numpy", "A copy of the transposed view, on one core."),
        _LADDER.on_host("numba", "Tiles that fit the cache, compiled, spread over the cores."),
        _LADDER.on_host("torch", "A copy of the transposed view, on every core or the card."),
        _LADDER.in_wgsl("naive", "One thread per element: rows are read, and columns are written.", TILE),
        _LADDER.in_wgsl("tiled", "A tile turns in shared memory, so that rows are read and rows are written.", TILE),
        _LADDER.in_wgsl("padded", "One spare element a row, and the columns of the tile lie in different banks.", TILE),
        _LADDER.in_wgsl("rows", "Fewer threads, each with several elements: more loads are under way at once.", ROWS),
    )
}
