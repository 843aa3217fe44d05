"""The ladder of variants: NumPy, numba and torch on the host, then four steps in WGSL."""

from __future__ import annotations

from underhood_kernels.families.layer_norm import host, launches
from underhood_kernels.families.layer_norm.inputs import check_inputs
from underhood_kernels.ladder import WORK_GROUP, Ladder
from underhood_kernels.variant import Parameter

BLOCK = {
    "work_group": Parameter("work-group size", 256, WORK_GROUP.choices),
    "per_thread": Parameter("vectors per thread", 8, (1, 2, 4, 8, 16)),
}

_LADDER = Ladder("layer_norm", __package__, check_inputs, host, launches)

VARIANTS = {
    variant.name: variant
    for variant in (
        _LADDER.on_host("numpy", "Whole-array operations, each of which reads and writes the matrix."),
        _LADDER.on_host("numba", "A row stays in the cache from its mean to its result, on every core."),
        _LADDER.on_host("torch", "One call of a library that knows every core, or the card."),
        _LADDER.in_wgsl("three_passes", "A row is read for its mean, for its mean square, and for its result."),
        _LADDER.in_wgsl("online", "Mean and mean square in one pass, corrected with each number (Welford)."),
        _LADDER.in_wgsl(
            "registers",
            "A row stays in the threads' registers, so that it is read once.",
            BLOCK,
            also=("moments", "combine"),
        ),
        _LADDER.in_wgsl(
            "subgroups",
            "The same, and threads that run together share without memory.",
            BLOCK,
            also=("moments", "combine_subgroups"),
            needs="subgroup",
        ),
    )
}
