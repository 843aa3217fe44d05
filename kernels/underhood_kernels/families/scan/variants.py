"""The ladder of variants: NumPy, numba and torch on the host, then four steps in WGSL."""

from __future__ import annotations

from underhood_kernels.families.scan import host, launches
from underhood_kernels.families.scan.inputs import check_inputs
from underhood_kernels.ladder import Ladder
from underhood_kernels.variant import Parameter

BLOCK = {
    "work_group": Parameter("work-group size", 256, (32, 64, 128, 256, 512)),
    "per_thread": Parameter("vectors per thread", 4, (1, 2, 4, 8)),
}

_LADDER = Ladder("scan", __package__, check_inputs, host, launches)

VARIANTS = {
    variant.name: variant
    for variant in (
        _LADDER.on_host("numpy", "One running total, on one core."),
        _LADDER.on_host("numba", "Blocks added up on all cores, then each scanned, starting from what came before it."),
        _LADDER.on_host("torch", "One call of a library."),
        _LADDER.in_wgsl("work_group", "Scan the blocks, scan their totals, add them: every value moves four times."),
        _LADDER.in_wgsl(
            "reduce_then_scan",
            "Only sum the blocks first, then scan each once: every value moves three times.",
            BLOCK,
            also=("block",),
        ),
        _LADDER.in_wgsl(
            "look_back",
            "Blocks look back at how far those before them have come: every value moves twice, as in a copy.",
            BLOCK,
            also=("block", "status", "window"),
        ),
        _LADDER.in_wgsl(
            "look_back_subgroups",
            "The same with registers for most values: threads that run together scan and look back among themselves.",
            {**BLOCK, "in_shared": Parameter("vectors per thread in shared memory", 1, (1, 2, 3, 4))},
            also=("status", "window_subgroups"),
            needs="subgroup",
        ),
    )
}
