"""The ladder of variants: NumPy, numba and torch on the host, then two steps in WGSL."""

from __future__ import annotations

from underhood_kernels.families.scan import host, launches
from underhood_kernels.families.scan.inputs import check_inputs
from underhood_kernels.ladder import WORK_GROUP, Ladder
from underhood_kernels.variant import Parameter

BLOCK = {"work_group": WORK_GROUP, "per_thread": Parameter("values per thread", 8, (1, 2, 4, 8, 16))}

_LADDER = Ladder("scan", __package__, check_inputs, host, launches)

VARIANTS = {
    variant.name: variant
    for variant in (
        _LADDER.on_host("numpy", "One running total, on one core."),
        _LADDER.on_host("numba", "Blocks scanned on all cores, then what came before added to each."),
        _LADDER.on_host("torch", "One call of a library."),
        _LADDER.in_wgsl("work_group", "Scan the blocks, scan their totals, add them: every value moves four times."),
        _LADDER.in_wgsl(
            "reduce_then_scan", "Only sum the blocks first, then scan each once: every value moves three times.", BLOCK
        ),
    )
}
