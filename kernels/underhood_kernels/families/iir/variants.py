"""The ladder of variants: NumPy, numba and torch on the host, then three steps in WGSL."""

from __future__ import annotations

from underhood_kernels.families.iir import host, launches
from underhood_kernels.families.iir.inputs import check_inputs
from underhood_kernels.ladder import Ladder
from underhood_kernels.variant import Parameter

WORK_GROUP = Parameter("work-group size", 64, (32, 64, 128))
BLOCKS = {"work_group": WORK_GROUP, "block": Parameter("samples per thread", 256, (64, 128, 256, 512, 1024))}
SCAN = ("states",)

_LADDER = Ladder("iir", __package__, check_inputs, host, launches)

VARIANTS = {
    variant.name: variant
    for variant in (
        _LADDER.on_host("numpy", "Blocks of 256 samples by matrices, the state carried from block to block."),
        _LADDER.on_host("numba", "Sixteen blocks side by side in SIMD lanes, compiled, spread over the cores."),
        _LADDER.on_host("torch", "Blocks by matrices, their states scanned in rounds that reach twice as far each."),
        _LADDER.in_wgsl(
            "per_channel",
            "One thread per channel, sample after sample, as one would write it.",
            {"work_group": WORK_GROUP},
        ),
        _LADDER.in_wgsl(
            "blocks",
            "Stretches of a signal are affine maps of the state: a scan of them finds every start.",
            BLOCKS,
            also=SCAN,
        ),
        _LADDER.in_wgsl(
            "tiled",
            "Samples go through shared memory, so that neighbouring threads read side by side.",
            BLOCKS,
            also=SCAN,
        ),
    )
}
