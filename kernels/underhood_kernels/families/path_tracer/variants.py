"""The ladder of variants: NumPy, numba and torch on the host, then three steps in WGSL."""

from __future__ import annotations

from underhood_kernels.families.callees import with_callees
from underhood_kernels.families.path_tracer import compiled, host, launches
from underhood_kernels.families.path_tracer.inputs import check_inputs
from underhood_kernels.ladder import Ladder
from underhood_kernels.variant import Parameter

TILE = {
    "width": Parameter("work-group width", 8, (4, 8, 16, 32)),
    "height": Parameter("work-group height", 8, (4, 8, 16, 32)),
}
APART = {
    "work_group": Parameter("work-group size", 64, (32, 64, 128, 256)),
    "sharing": Parameter("threads per pixel", 8, (1, 2, 4, 8, 16, 32)),
}
PATHS = ("paths", "scene", "random")

_LADDER = Ladder("path_tracer", __package__, check_inputs, host, launches)

VARIANTS = {
    variant.name: variant
    for variant in (
        _LADDER.on_host("numpy", "Arrays of a sample's paths, those too that have ended, on one core."),
        with_callees(
            _LADDER.on_host("numba", "A loop over paths, compiled, rows spread over the cores."),
            compiled.numba_path_tracer,
            compiled,
            compiled.CALLEES,
        ),
        _LADDER.on_host("torch", "Tensors of a sample's paths, on every core or the card."),
        _LADDER.in_wgsl(
            "naive", "One thread per pixel; all wait for the longest path of each sample.", TILE, also=PATHS
        ),
        _LADDER.in_wgsl("regenerated", "A thread whose path has ended begins its next at once.", TILE, also=PATHS),
        _LADDER.in_wgsl(
            "samples_apart",
            "Several threads share a pixel's samples: enough work for small images too.",
            APART,
            also=PATHS,
        ),
    )
}
