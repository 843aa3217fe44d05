"""The ladder of variants: NumPy, numba and torch on the host, then four steps in WGSL."""

from __future__ import annotations

from underhood_kernels.families.elementwise import BLOCKS, GRID_STRIDE
from underhood_kernels.families.saxpy import host, launches
from underhood_kernels.families.saxpy.inputs import check_inputs
from underhood_kernels.ladder import Ladder

_LADDER = Ladder("saxpy", __package__, check_inputs, host, launches)

VARIANTS = {
    variant.name: variant
    for variant in (
        _LADDER.on_host("numpy", "Two calls with an intermediate array: the product is written out and read again."),
        _LADDER.on_host("numba", "One loop, compiled, spread over the cores: the product never leaves its register."),
        _LADDER.on_host("torch", "One call of `torch.add` with its factor `alpha`, which is made for this."),
        _LADDER.in_wgsl("scalar", "One thread per element; neighbours in the group are neighbours in memory."),
        _LADDER.in_wgsl("vec4", "Four elements in one access, and a quarter of the threads."),
        _LADDER.in_wgsl(
            "grid_stride",
            "A fixed number of threads strides over the array: the slow one, as a thread's accesses lie far apart.",
            GRID_STRIDE,
        ),
        _LADDER.in_wgsl(
            "blocks", "Each work group has one contiguous block, and each thread several loads under way.", BLOCKS
        ),
    )
}
