"""The ladder of variants: NumPy, numba and torch on the host, then three steps in WGSL."""

from __future__ import annotations

from underhood_kernels.families.nbody import host, launches
from underhood_kernels.families.nbody.inputs import check_inputs
from underhood_kernels.ladder import Ladder
from underhood_kernels.variant import Parameter

WORK_GROUP = {"work_group": Parameter("work-group size", 256, (32, 64, 128, 256, 512, 1024))}
BLOCKED = {
    "work_group": Parameter("work-group size", 256, (64, 128, 256, 512)),
    "per_thread": Parameter("bodies per thread", 4, (1, 2, 4, 8)),
    "slices": Parameter("threads that share a body's sum", 8, (1, 2, 4, 8, 16)),
    "unroll": Parameter("bodies of the tile at a time", 4, (1, 2, 4, 8)),
}

_LADDER = Ladder("nbody", __package__, check_inputs, host, launches)

VARIANTS = {
    variant.name: variant
    for variant in (
        _LADDER.on_host("numpy", "Blocks of bodies meet all others as arrays, on one core."),
        _LADDER.on_host("numba", "A loop over SIMD lanes, compiled, spread over the cores."),
        _LADDER.on_host("torch", "Blocks of bodies meet all others as tensors, on every core or the card."),
        _LADDER.in_wgsl("naive", "One thread per body loads every body from global memory.", WORK_GROUP),
        _LADDER.in_wgsl("tiled", "A work group loads a tile of bodies once for all its threads.", WORK_GROUP),
        _LADDER.in_wgsl(
            "register_blocked",
            "Several bodies a thread: one load serves several interactions at once.",
            BLOCKED,
            also=("slices",),
        ),
    )
}
