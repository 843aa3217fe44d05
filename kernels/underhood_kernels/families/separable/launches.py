"""How the four WGSL variants are launched; `gaussian` launches the same with weights of its own."""

from __future__ import annotations

from typing import TYPE_CHECKING, Literal

import numpy as np
from numpy.typing import NDArray

from underhood_kernels.families.convolution2d.parts import Parts, parts_of
from underhood_kernels.families.images import VECTOR, in_vectors, tiles
from underhood_kernels.families.shared_memory import check_shared_memory
from underhood_kernels.gpu.buffers import Empty, empty
from underhood_kernels.gpu.passes import Pass
from underhood_kernels.launch import Launch, Launches, grid

if TYPE_CHECKING:
    from collections.abc import Callable

    Buffers = Callable[[], dict[str, NDArray[np.generic] | Empty]]

Image = NDArray[np.float32]
Vector = NDArray[np.float32]

MOST_TAPS = 32  # weights of a part


def direct(image: Image, down: Vector, across: Vector, *, width: int, height: int) -> Launch:
    """Launch one thread per pixel."""
    constants, rounds = {"width": width, "height": height}, (len(across) + 1) * len(down)
    return Launch(_buffers(image, down, across), tiles(image, width, height), constants, rounds=rounds)


def two_passes(image: Image, down: Vector, across: Vector, *, width: int, height: int) -> Launches:
    """Launch one thread per pixel for the rows, and again for the columns."""
    plain = _buffers(image, down, across)
    groups, constants = tiles(image, width, height), {"width": width, "height": height}
    rows = {"weights": "across", "result": "between"}
    columns = {"weights": "down", "image": "between"}
    return Launches(
        lambda: {**plain(), "between": empty(image.shape)},
        [Pass(groups, "along_rows", constants, rows), Pass(groups, "along_columns", constants, columns)],
    )


def fused(image: Image, down: Vector, across: Vector, *, width: int, height: int) -> Launch:
    """Launch one thread per pixel, with shared memory for a tile's rows and those above and below."""
    tall = min(len(down), MOST_TAPS)
    check_shared_memory("fused.wgsl", width * (height + tall - 1) * 4, "use a smaller tile")
    constants = {"width": width, "height": height, "tall": tall}
    return Launch(_buffers(image, down, across), tiles(image, width, height), constants)


def registers(  # noqa: PLR0917 - called by the two families' own functions
    image: Image,
    down: Vector,
    across: Vector,
    border: Literal["constant", "edge"],
    width: int,
    height: int,
    rows: int,
) -> Launch:
    """Launch one thread per four columns and `rows` rows, over an image with rows of whole vectors."""
    parts = strip_parts(len(down), len(across))
    needed = width * (height * rows + parts.tall - 1) * 4 * VECTOR
    check_shared_memory("registers.wgsl", needed, "use fewer vectors side by side, or fewer rows")
    tall, columns = image.shape
    vectors = -(-columns // VECTOR)

    def buffers() -> dict[str, NDArray[np.generic] | Empty]:
        return {
            "image": in_vectors(image, border),
            "down": _in_parts(down, parts.down, parts.tall),
            "across": _in_parts(across, parts.across, parts.wide),
            "shape": np.array([tall, vectors], np.uint32),
            "result": empty((tall, vectors * VECTOR)),
        }

    work_groups = grid(-(-vectors // width) * -(-tall // (height * rows)))
    return Launch(buffers, work_groups, {}, finish=lambda result: np.ascontiguousarray(result[:, :columns]))


def strip_parts(tall: int, wide: int) -> Parts:
    """Return the parts in which the register-blocked kernel takes its weights."""
    return parts_of(tall, wide, MOST_TAPS, MOST_TAPS)


def _in_parts(weights: Vector, count: int, length: int) -> Vector:
    """Return the mirrored weights in `count` parts of whole vectors; what a part lacks is zero."""
    padded = np.zeros(count * length, np.float32)
    padded[: len(weights)] = weights[::-1]
    parts = np.pad(padded.reshape(count, length), ((0, 0), (0, -length % VECTOR)))
    return parts.reshape(-1, VECTOR)


def _buffers(image: Image, down: Vector, across: Vector) -> Buffers:
    shape = np.array([*image.shape, len(down), len(across)], np.uint32)
    return lambda: {"image": image, "down": down, "across": across, "shape": shape, "result": empty(image.shape)}
