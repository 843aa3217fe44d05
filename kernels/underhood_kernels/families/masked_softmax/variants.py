"""The ladder of variants: NumPy, numba and torch on the host, then three steps in WGSL."""

from __future__ import annotations

from underhood_kernels.families.masked_softmax import host, launches
from underhood_kernels.families.masked_softmax.inputs import check_inputs
from underhood_kernels.ladder import WORK_GROUP, Ladder
from underhood_kernels.variant import Parameter

BLOCK = {
    "work_group": Parameter("work-group size", 256, WORK_GROUP.choices),
    "per_thread": Parameter("vectors per thread", 8, (1, 2, 4, 8, 16)),
}

_LADDER = Ladder("masked_softmax", __package__, check_inputs, host, launches)

VARIANTS = {
    variant.name: variant
    for variant in (
        _LADDER.on_host("numpy", "Whole-array operations, each of which reads and writes the matrix."),
        _LADDER.on_host("numba", "A row stays in the cache, and what is masked isn't read, on every core."),
        _LADDER.on_host("torch", "Three calls of a library, each of which reads and writes the matrix."),
        _LADDER.in_wgsl(
            "unfused",
            "Scale, mask, softmax: three dispatches, each of which crosses memory.",
            BLOCK,
            also=("normalise", "combine"),
        ),
        _LADDER.in_wgsl(
            "fused",
            "All three in one dispatch, and what is masked isn't read.",
            BLOCK,
            also=("masked", "combine"),
        ),
        _LADDER.in_wgsl(
            "subgroups",
            "The same, and threads that run together share without memory.",
            BLOCK,
            also=("masked", "combine_subgroups"),
            needs="subgroup",
        ),
    )
}
