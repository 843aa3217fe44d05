"""The ladder of variants: NumPy, numba and torch on the host, then three steps in WGSL."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from underhood_kernels.families.convolution2d import host, launches
from underhood_kernels.families.convolution2d.inputs import check_inputs
from underhood_kernels.families.convolution2d.parts import parts_of
from underhood_kernels.families.images import STRIP, TILE
from underhood_kernels.ladder import Ladder
from underhood_kernels.launch import WgpuSteps
from underhood_kernels.template import wgsl
from underhood_kernels.variant import Steps, Variant

if TYPE_CHECKING:
    from numpy.typing import NDArray

_LADDER = Ladder("convolution2d", __package__, check_inputs, host, launches)


def _registers(shape: tuple[int, ...], values: dict[str, int]) -> str:
    """Return the register-blocked kernel for masks of this shape: its loops are written out for them."""
    return wgsl(__package__, ("registers",), {**values, **parts_of(*shape).values()})


def _steps(image: NDArray[Any], mask: NDArray[Any], **values: int) -> Steps:
    launch = launches.registers(image, mask, **values)
    return WgpuSteps("registers.wgsl", _registers(mask.shape, values), launch)


VARIANTS = {
    variant.name: variant
    for variant in (
        _LADDER.on_host("numpy", "A shifted image for each weight, weighted and added up, on one core."),
        _LADDER.on_host("numba", "The same row by row, while the row is in the cache, spread over the cores."),
        _LADDER.on_host("torch", "The same operation as a layer of a neural network."),
        _LADDER.in_wgsl("naive", "One thread per pixel, which reads every pixel under its mask from memory.", TILE),
        _LADDER.in_wgsl(
            "shared_halo", "A tile and the halo around it are loaded once, and all threads re-use them.", TILE
        ),
        Variant(
            family="convolution2d",
            name="wgpu-registers",
            backend="wgpu",
            summary="Each thread walks down a strip of four columns and adds a row to all results that it counts for.",
            source=_registers((3, 3), {name: parameter.default for name, parameter in STRIP.items()}),
            make_steps=_steps,
            check_inputs=check_inputs,
            parameters=STRIP,
        ),
    )
}
