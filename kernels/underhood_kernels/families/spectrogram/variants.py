"""The ladder of variants: NumPy, numba and torch on the host, then three steps in WGSL."""

from __future__ import annotations

import inspect
from dataclasses import replace
from typing import TYPE_CHECKING, Any

import numpy as np

from underhood_kernels.families.spectrogram import cpu, host, launches
from underhood_kernels.families.spectrogram.inputs import check_inputs
from underhood_kernels.ladder import Ladder
from underhood_kernels.launch import WgpuSteps
from underhood_kernels.template import wgsl
from underhood_kernels.variant import HostSteps, Parameter, Variant

if TYPE_CHECKING:
    from numpy.typing import NDArray

SIZES = {
    "tile": Parameter("points per work group", 4096, (1024, 2048, 4096, 8192)),
    "radix": Parameter("most points of a pass", 1024, (256, 512, 1024, 2048, 4096)),
    "per_thread": Parameter("points per thread", 8, (4, 8, 16)),
}
FFT = tuple(f"../fft/{name}" for name in ("registers", "registers_stages", "registers_exchange", "complex", "any_size"))

_LADDER = Ladder("spectrogram", __package__, check_inputs, host, launches)


class FrameSteps(HostSteps):
    """The steps of a function that calls what numba compiled."""

    def compile(self, *, again: bool = False) -> None:
        """Compile by running on one frame, whose types are those of every other one."""
        if again:
            cpu.compiled_frames.cache_clear()
        host.numba_spectrogram(np.zeros(2, np.float32), np.ones(2, np.float32), np.ones(1, np.int64))


def _paired(summary: str) -> Variant:
    """Return the variant whose transforms are told to take pairs of frames."""
    files = ("paired", "separate", *FFT)

    def source(values: dict[str, int]) -> str:
        return wgsl(__package__, files, {**values, "pairs": 1})

    def make_steps(*inputs: NDArray[Any], tile: int, radix: int, per_thread: int) -> WgpuSteps:
        launched = launches.paired(*inputs, tile=tile, radix=radix, per_thread=per_thread)
        return WgpuSteps("paired.wgsl", source({"tile": tile, "radix": radix, "per_thread": per_thread}), launched)

    plain = _LADDER.in_wgsl("paired", summary, SIZES, also=files[1:])
    return replace(plain, make_steps=make_steps, source=source({name: p.default for name, p in SIZES.items()}))


VARIANTS = {
    variant.name: variant
    for variant in (
        _LADDER.on_host("numpy", "Frames, transforms and powers one after the other, on one core."),
        replace(
            _LADDER.on_host("numba", "Two frames in each SIMD lane, from the window to the power in the cache."),
            make_steps=lambda *inputs: FrameSteps(host.numba_spectrogram, inputs),
            source=inspect.getsource(cpu),
        ),
        _LADDER.on_host("torch", "Frames, transforms and powers one after the other, on every core or the card."),
        _LADDER.in_wgsl(
            "separate",
            "A dispatch for each step: frames go to memory and back each time.",
            SIZES,
            also=("../fft/in_memory", *FFT),
        ),
        _LADDER.in_wgsl(
            "fused", "Windowed as it is loaded, squared as it is stored: one dispatch.", SIZES, also=("separate", *FFT)
        ),
        _paired("Two real frames share a complex transform, and come apart at its end."),
    )
}
