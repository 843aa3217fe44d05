"""The ladder of variants: NumPy, numba and torch on the host, then two steps in WGSL."""

from __future__ import annotations

from underhood_kernels.families.run_length import host, launches
from underhood_kernels.families.run_length.inputs import check_inputs
from underhood_kernels.ladder import WORK_GROUP, Ladder
from underhood_kernels.variant import Parameter

VECTORS = {"work_group": Parameter("work-group size", 256, WORK_GROUP.choices)}
ALSO = ("pairs",)

_LADDER = Ladder("run_length", __package__, check_inputs, host, launches)

VARIANTS = {
    variant.name: variant
    for variant in (
        _LADDER.on_host("numpy", "Comparisons, places and distances, each of which goes through memory."),
        _LADDER.on_host("numba", "Blocks counted on all cores, then each written where its runs belong."),
        _LADDER.on_host("torch", "One call of a library."),
        _LADDER.in_wgsl(
            "bytewise", "One thread per byte: marks, a scan of the marks, and every end is written.", also=ALSO
        ),
        _LADDER.in_wgsl(
            "vectors", "Sixteen bytes a thread, compared and counted in words of bits.", VECTORS, also=ALSO
        ),
    )
}
