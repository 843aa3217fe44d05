"""The ladder of variants: NumPy, numba and torch on the host, then two steps in WGSL."""

from __future__ import annotations

from underhood_kernels.families.delta import host, launches
from underhood_kernels.families.delta.inputs import check_inputs
from underhood_kernels.ladder import WORK_GROUP, Ladder
from underhood_kernels.variant import Parameter

SUBGROUPS = {"work_group": WORK_GROUP, "per_thread": Parameter("vectors per thread", 4, (1, 2, 4, 8, 16))}

_LADDER = Ladder("delta", __package__, check_inputs, host, launches)

VARIANTS = {
    variant.name: variant
    for variant in (
        _LADDER.on_host("numpy", "Steps first, which go through memory, then one running total on one core."),
        _LADDER.on_host(
            "numba", "Blocks of steps added up on all cores, then each scanned, starting from what came before it."
        ),
        _LADDER.on_host("torch", "Steps first, which go through memory, then one call of a library."),
        _LADDER.in_wgsl("work_group", "Decode the blocks, scan their totals, add them: every value moves four times."),
        _LADDER.in_wgsl(
            "subgroups",
            "Add the blocks up, then decode each in registers: every value moves three times.",
            SUBGROUPS,
            needs="subgroup",
        ),
    )
}
