"""The ladder of variants: NumPy, numba and torch on the host, then three steps in WGSL."""

from __future__ import annotations

from math import e, log2
from typing import TYPE_CHECKING, Any

from underhood_kernels.families.bilateral import host, launches
from underhood_kernels.families.bilateral.inputs import check_inputs
from underhood_kernels.families.convolution2d.parts import parts_of
from underhood_kernels.families.images import STRIP, TILE
from underhood_kernels.ladder import Ladder
from underhood_kernels.launch import WgpuSteps
from underhood_kernels.template import wgsl
from underhood_kernels.variant import Steps, Variant

if TYPE_CHECKING:
    from numpy.typing import NDArray

_LADDER = Ladder("bilateral", __package__, check_inputs, host, launches)
_STRIP = {name: STRIP[name] for name in ("width", "height")}


def _registers(radius: int, values: dict[str, int]) -> str:
    """Return the register-blocked kernel for this radius: its loop over a row of neighbours is written out."""
    wide = 2 * radius + 1
    row = parts_of(1, wide, 1, wide)  # a row of neighbours as that of a mask in one part
    place = {name: row.values()[name] for name in ("vectors", "vectors_left", "shift")}
    fall_off: dict[str, Any] = {name: f"{value * log2(e):.9}" for name, value in launches.FALL_OFF.items()}
    return wgsl(__package__, ("registers",), {**values, **place, **fall_off, "radius": radius})


def _steps(image: NDArray[Any], radius: NDArray[Any], **values: int) -> Steps:
    launch = launches.registers(image, **values)
    return WgpuSteps("registers.wgsl", _registers(int(radius[0]), values), launch)


VARIANTS = {
    variant.name: variant
    for variant in (
        _LADDER.on_host("numpy", "A shifted image for each neighbour, weighted pixel by pixel, on one core."),
        _LADDER.on_host("numba", "The same row by row, while the row is in the cache, spread over the cores."),
        _LADDER.on_host("torch", "A shifted image for each neighbour, on every core or the card."),
        _LADDER.in_wgsl("naive", "One thread per pixel, which reads all its neighbours from memory.", TILE),
        _LADDER.in_wgsl(
            "shared_halo", "A tile and the pixels around it are loaded once, and all threads re-use them.", TILE
        ),
        Variant(
            family="bilateral",
            name="wgpu-registers",
            backend="wgpu",
            summary="Four pixels a thread, from vectors in registers, with powers of two for exponentials.",
            source=_registers(3, {name: parameter.default for name, parameter in _STRIP.items()}),
            make_steps=_steps,
            check_inputs=check_inputs,
            parameters=_STRIP,
        ),
    )
}
