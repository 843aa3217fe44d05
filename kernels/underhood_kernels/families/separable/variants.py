"""The ladder of variants: NumPy, numba and torch on the host, then four steps in WGSL; `gaussian` has the same."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Literal

from underhood_kernels.families.images import STRIP, TILE
from underhood_kernels.families.separable import host, launches
from underhood_kernels.families.separable.inputs import check_inputs
from underhood_kernels.ladder import Ladder
from underhood_kernels.launch import WgpuSteps
from underhood_kernels.template import wgsl
from underhood_kernels.variant import Variant

if TYPE_CHECKING:
    from collections.abc import Callable

    from numpy.typing import NDArray

    Weights = Callable[..., tuple[NDArray[Any], NDArray[Any], NDArray[Any]]]

FOLDER = __package__


def variants(ladder: Ladder, border: Literal["zero", "nearest"], weights: Weights, usual: int) -> dict[str, Variant]:
    """Return the variants of a family whose `weights(*inputs)` are its image and two vectors of `usual` weights."""
    made = (
        ladder.on_host("numpy", "Shifted images, weighted and added up: along the rows, then along the columns."),
        ladder.on_host("numba", "The same row by row, while the row is in the cache, spread over the cores."),
        ladder.on_host("torch", "Two layers of a neural network, one of a row and one of a column."),
        ladder.in_wgsl("direct", "Every thread does the whole mask, as if it were any mask.", TILE, also=(border,)),
        ladder.in_wgsl(
            "two_passes", "Rows, then columns: far fewer multiplications, for an image more.", TILE, also=(border,)
        ),
        ladder.in_wgsl("fused", "Rows and columns of a tile at once, in shared memory.", TILE, also=(border,)),
        _registers(ladder, border, weights, usual),
    )
    return {variant.name: variant for variant in made}


def _registers(ladder: Ladder, border: Literal["zero", "nearest"], weights: Weights, usual: int) -> Variant:
    """Return the register-blocked variant, whose loops are written out for the weights' lengths."""

    def source(tall: int, wide: int, values: dict[str, int]) -> str:
        parts = launches.strip_parts(tall, wide)
        known = {**values, **parts.values(), "quads_down": -(-parts.tall // 4)}
        return wgsl(FOLDER, ("registers", f"{border}_vec4"), known)

    def make_steps(*inputs: NDArray[Any], **values: int) -> WgpuSteps:
        image, down, across = weights(*inputs)
        launch = launches.registers(image, down, across, "constant" if border == "zero" else "edge", **values)
        return WgpuSteps("registers.wgsl", source(len(down), len(across), values), launch)

    return Variant(
        family=ladder.family,
        name="wgpu-registers",
        backend="wgpu",
        summary="Fused, with four columns and several rows in each thread's registers.",
        source=source(usual, usual, {name: parameter.default for name, parameter in STRIP.items()}),
        make_steps=make_steps,
        check_inputs=ladder.check_inputs,
        parameters=STRIP,
    )


VARIANTS = variants(Ladder("separable", FOLDER, check_inputs, host, launches), "zero", check_inputs, 7)
