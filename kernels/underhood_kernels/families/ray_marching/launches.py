"""How the three WGSL variants are launched."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import numpy as np
from numpy.typing import NDArray

from underhood_kernels.gpu.buffers import empty
from underhood_kernels.gpu.passes import Pass
from underhood_kernels.launch import Launch, Launches, grid

if TYPE_CHECKING:
    from collections.abc import Mapping

Camera = NDArray[np.float32]
Shape = NDArray[np.uint32]

CONES = 64  # threads of a work group in the first pass of `cone_marching`


def naive(camera: Camera, shape: Shape, *, width: int, height: int) -> Launch:
    """Launch one thread per pixel, a work group per tile of `width` × `height` pixels."""
    return _launch(camera, shape, {"width": width, "height": height})


def relaxed(camera: Camera, shape: Shape, *, width: int, height: int, longer: int) -> Launch:
    """Launch one thread per pixel; steps are longer than the distance by `longer` per cent."""
    if longer > 99:
        raise ValueError(
            f"ray_marching: longer must be 99 % or less, not {longer}: a step of twice the distance and more can't be "
            f"checked by the next one"
        )
    return _launch(camera, shape, {"width": width, "height": height, "longer": longer / 100})


def cone_marching(camera: Camera, shape: Shape, *, width: int, height: int, tile: int) -> Launches:
    """Launch one thread per tile of `tile` × `tile` pixels, then one per pixel."""
    rows, columns = map(int, shape)
    tiles = -(-rows // tile) * -(-columns // tile)
    pixels = _launch(camera, shape, {"width": width, "height": height, "tile": tile})
    return Launches(
        lambda: {**pixels.buffers(), "starts": empty(tiles)},
        [Pass(grid(-(-tiles // CONES)), "cones", pixels.constants), *pixels.passes],
    )


def _launch(camera: Camera, shape: Shape, constants: Mapping[str, float]) -> Launch:
    rows, columns = map(int, shape)

    def buffers() -> dict[str, Any]:
        vectors = np.pad(camera, ((0, 0), (0, 1)))  # WGSL's vectors of three stand 16 bytes apart
        return {"camera": vectors, "shape": shape, "result": empty((rows, columns, 3))}

    tiles = -(-rows // int(constants["height"])) * -(-columns // int(constants["width"]))
    return Launch(buffers, grid(tiles), constants)
