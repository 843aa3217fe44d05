"""The ladder of variants: NumPy, numba and torch on the host, then three steps in WGSL."""

from __future__ import annotations

from underhood_kernels.families.dequantise import host, launches
from underhood_kernels.families.dequantise.inputs import check_inputs
from underhood_kernels.families.elementwise import BLOCKS
from underhood_kernels.ladder import Ladder

_LADDER = Ladder("dequantise", __package__, check_inputs, host, launches)

VARIANTS = {
    variant.name: variant
    for variant in (
        _LADDER.on_host("numpy", "A multiplication of whole arrays, on one core."),
        _LADDER.on_host("numba", "A block at a time, compiled into vector instructions, spread over the cores."),
        _LADDER.on_host("torch", "Multiplications of whole tensors."),
        _LADDER.in_wgsl("scalar", "One thread per value: four of them read the same word, and each takes its byte."),
        _LADDER.in_wgsl("words", "One thread per word: four values come out and are written in one access."),
        _LADDER.in_wgsl("blocks", "Each thread has several words under way.", BLOCKS),
    )
}
