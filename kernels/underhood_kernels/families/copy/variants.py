"""The ladder of variants: NumPy, numba and torch on the host, then four steps in WGSL."""

from __future__ import annotations

from underhood_kernels.families.copy import host, launches
from underhood_kernels.families.copy.inputs import check_inputs
from underhood_kernels.families.elementwise import BLOCKS, GRID_STRIDE
from underhood_kernels.ladder import Ladder

_LADDER = Ladder("copy", __package__, check_inputs, host, launches)

VARIANTS = {
    variant.name: variant
    for variant in (
        _LADDER.on_host("numpy", "One call of the C library's memory copy, on one core."),
        _LADDER.on_host("numba", "Blocks of the array, compiled into vector instructions, spread over the cores."),
        _LADDER.on_host("torch", "A tensor's clone."),
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
