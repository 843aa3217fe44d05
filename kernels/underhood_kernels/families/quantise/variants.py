"""The ladder of variants: NumPy, numba and torch on the host, then three steps in WGSL."""

from __future__ import annotations

from underhood_kernels.families.quantise import host, launches
from underhood_kernels.families.quantise.inputs import check_inputs
from underhood_kernels.ladder import WORK_GROUP, Ladder
from underhood_kernels.variant import Parameter

SUBGROUPS = {"work_group": WORK_GROUP, "per_thread": Parameter("blocks per four threads", 2, (1, 2, 4, 8))}
ROUND = ("round",)

_LADDER = Ladder("quantise", __package__, check_inputs, host, launches)

VARIANTS = {
    variant.name: variant
    for variant in (
        _LADDER.on_host("numpy", "Largest, scaling and rounding over whole arrays, each of which goes through memory."),
        _LADDER.on_host("numba", "A block at a time stays in the cache, compiled, spread over the cores."),
        _LADDER.on_host("torch", "Largest, scaling and rounding over whole tensors."),
        _LADDER.in_wgsl("serial", "A thread goes through four blocks, far from what its neighbours read.", also=ROUND),
        _LADDER.in_wgsl("shared", "Eight threads share a block and find its largest in shared memory.", also=ROUND),
        _LADDER.in_wgsl(
            "subgroups",
            "Four threads share a block and exchange their largest without shared memory.",
            SUBGROUPS,
            also=ROUND,
            needs="subgroup",
        ),
    )
}
