"""The ladder of variants: NumPy, numba and torch on the host, then four steps in WGSL."""

from __future__ import annotations

from underhood_kernels.families.elementwise import BLOCKS
from underhood_kernels.families.morton import host, launches
from underhood_kernels.families.morton.inputs import check_inputs
from underhood_kernels.ladder import Ladder

_LADDER = Ladder("morton", __package__, check_inputs, host, launches)

VARIANTS = {
    variant.name: variant
    for variant in (
        _LADDER.on_host("numpy", "Four steps with masks over whole arrays, each of which goes through memory."),
        _LADDER.on_host("numba", "Four exchanges within each word, compiled into vector instructions, on all cores."),
        _LADDER.on_host("torch", "Four steps with masks over whole tensors."),
        _LADDER.in_wgsl("bits", "A loop moves one bit of each coordinate at a time."),
        _LADDER.in_wgsl("masks", "Shifts and masks move all bits of a coordinate at once, in four steps."),
        _LADDER.in_wgsl("table", "A byte's bits are looked up, spread already, in a table in shared memory."),
        _LADDER.in_wgsl("blocks", "Both coordinates at once, four points in each 16-byte access.", BLOCKS),
    )
}
