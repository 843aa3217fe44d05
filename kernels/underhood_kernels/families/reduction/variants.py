"""The ladder of variants: NumPy, numba and torch on the host, then six steps in WGSL."""

from __future__ import annotations

from underhood_kernels.families.reduction import host, launches
from underhood_kernels.families.reduction.inputs import checker
from underhood_kernels.ladder import Ladder
from underhood_kernels.variant import Parameter, Variant

BLOCK = {
    "work_group": Parameter("work-group size", 256, (32, 64, 128, 256, 512, 1024)),
    "per_thread": Parameter("vectors per thread", 8, (1, 2, 4, 8, 16, 32, 64)),
}


def variants(family: str) -> dict[str, Variant]:
    """Return the variants of `family`, whose operation is the WGSL file of its name."""
    ladder = Ladder(family, __package__, checker(family), host, launches)
    steps = (
        ladder.on_host("numpy", "One call of a library's inner loop, on one core."),
        ladder.on_host("numba", "Blocks of √n values, compiled, spread over the cores; then the blocks' results."),
        ladder.on_host("torch", "One call of a library that knows every core, or the card."),
        ladder.in_wgsl("interleaved", "A tree in shared memory whose working threads are scattered.", also=(family,)),
        ladder.in_wgsl("sequential", "The same tree with the working threads side by side.", also=(family,)),
        ladder.in_wgsl("first_add", "Each thread combines two values before the first round.", also=(family,)),
        ladder.in_wgsl(
            "vec4", "Each thread combines many values in 16-byte loads, so rounds are few.", BLOCK, also=(family,)
        ),
        ladder.in_wgsl(
            "subgroups",
            "Threads that run together combine without shared memory.",
            BLOCK,
            also=("by_subgroups", family, f"{family}_across"),
            needs="subgroup",
        ),
        ladder.in_wgsl(
            "single_pass",
            "The work group that finishes last combines what all have left: one dispatch.",
            BLOCK,
            also=("by_subgroups", family, f"{family}_across"),
            needs="subgroup",
        ),
    )
    return {variant.name: variant for variant in steps}
