"""The ladder of variants: NumPy, numba and torch on the host, then three steps in WGSL."""

from __future__ import annotations

from underhood_kernels.families.images import STRIP, TILE
from underhood_kernels.families.sobel import host, launches
from underhood_kernels.families.sobel.inputs import check_inputs
from underhood_kernels.ladder import Ladder

_LADDER = Ladder("sobel", __package__, check_inputs, host, launches)

VARIANTS = {
    variant.name: variant
    for variant in (
        _LADDER.on_host("numpy", "Sums and differences of shifted images, each a trip through memory."),
        _LADDER.on_host("numba", "All of it in one trip, compiled, rows spread over the cores."),
        _LADDER.on_host("torch", "Sums and differences of shifted images, on every core or the card."),
        _LADDER.in_wgsl("naive", "One thread per pixel, which reads its eight neighbours from memory.", TILE),
        _LADDER.in_wgsl(
            "shared_halo", "A tile and the pixels around it are loaded once, and all threads re-use them.", TILE
        ),
        _LADDER.in_wgsl(
            "registers", "Each thread walks down a strip of four columns and keeps what a row gives for three.", STRIP
        ),
    )
}
