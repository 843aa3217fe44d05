"""The ladder of variants: NumPy, numba and torch on the host, then three steps in WGSL."""

from __future__ import annotations

from underhood_kernels.families.callees import with_callees
from underhood_kernels.families.ray_marching import compiled, host, launches
from underhood_kernels.families.ray_marching.inputs import check_inputs
from underhood_kernels.ladder import Ladder
from underhood_kernels.variant import Parameter

TILE = {
    "width": Parameter("work-group width", 8, (4, 8, 16, 32)),
    "height": Parameter("work-group height", 8, (4, 8, 16, 32)),
}
RELAXED = {**TILE, "longer": Parameter("steps longer by, %", 40, (10, 20, 40, 60, 80))}
CONES = {**TILE, "tile": Parameter("pixels that a cone is wide", 8, (4, 8, 16, 32))}
SCENE = ("scene", "surface", "light")

_LADDER = Ladder("ray_marching", __package__, check_inputs, host, launches)

VARIANTS = {
    variant.name: variant
    for variant in (
        _LADDER.on_host("numpy", "Arrays of the rays that are on their way, on one core."),
        with_callees(
            _LADDER.on_host("numba", "A loop over pixels, compiled, rows spread over the cores."),
            compiled.numba_ray_marching,
            compiled,
            compiled.CALLEES,
        ),
        _LADDER.on_host("torch", "Tensors of the rays that are on their way, on every core or the card."),
        _LADDER.in_wgsl("naive", "Sphere tracing: a ray goes as far as nothing can be in its way.", TILE, also=SCENE),
        _LADDER.in_wgsl("relaxed", "Longer steps, taken back where empty spheres don't overlap.", RELAXED, also=SCENE),
        _LADDER.in_wgsl(
            "cone_marching", "A first pass crosses empty space once for a whole tile of rays.", CONES, also=SCENE
        ),
    )
}
