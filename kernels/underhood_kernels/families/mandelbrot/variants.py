"""The ladder of variants: NumPy, numba and torch on the host, then four steps in WGSL."""

from __future__ import annotations

from underhood_kernels.families.mandelbrot import host, launches
from underhood_kernels.families.mandelbrot.inputs import check_inputs
from underhood_kernels.ladder import Ladder
from underhood_kernels.variant import Parameter

TILE = {
    "width": Parameter("tile width", 8, (4, 8, 16, 32, 128)),
    "height": Parameter("tile height", 16, (1, 4, 8, 16)),
}
UNROLLED = {**TILE, "unroll": Parameter("iterations between tests", 4, (1, 2, 3, 4))}
COUNT = ("count",)

_LADDER = Ladder("mandelbrot", __package__, check_inputs, host, launches)

VARIANTS = {
    variant.name: variant
    for variant in (
        _LADDER.on_host("numpy", "Arrays of complex numbers that shrink as points leave, on one core."),
        _LADDER.on_host("numba", "Blocks of points in SIMD lanes, compiled, rows spread over the cores."),
        _LADDER.on_host("torch", "Tensors of all points, on every core or the card."),
        _LADDER.in_wgsl("naive", "One thread per point, work groups along the rows: lanes wait for the slowest."),
        _LADDER.in_wgsl("tiles", "Work groups are tiles: near points leave alike, so lanes wait less.", TILE),
        _LADDER.in_wgsl("unrolled", "Several iterations between two tests, in fused operations.", UNROLLED, also=COUNT),
        _LADDER.in_wgsl(
            "interior",
            "Formulas know the largest parts of the set: what is not done is fastest.",
            UNROLLED,
            also=COUNT,
        ),
    )
}
