"""The image in float64, and how far one in float32 may lie from it."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from underhood_kernels.families.path_tracer import paths
from underhood_kernels.rounding import UNIT, sum_error

if TYPE_CHECKING:
    from numpy.typing import NDArray

    Floats = NDArray[np.float64]

STRAY = 512 * UNIT  # how far float32 may lead a path astray before it is first scattered, see `image`
PIECE = 1 << 14  # paths at a time: what they need fits a cache


@dataclass(frozen=True)
class Image:
    """The light of every pixel and how far float32 may lie from it, both of shape (rows, columns, 3)."""

    light: Floats
    tolerance: Floats


def image(camera: Floats, spheres: Floats, rows: int, columns: int, samples: int, *, bounded: bool = True) -> Image:
    """Return the image, with tolerances if it is to be `bounded`.

    Each path is followed five times: as it is, and with the eye moved a little to the right, left, up and down. The
    ways that it is moved by are 512 units: coordinates are up to 8, and a few dozen operations of up to 3 units lead
    from one scattering to the next. From there on, curved surfaces magnify what was moved and what rounding adds alike.
    Where one of the paths meets something else, a variant may too, and nothing is known of its light but how bright it
    can be; elsewhere four times the largest difference is allowed, and 64 units of the light for its own arithmetic.
    The samples are summed as `sum_error` has it.
    """
    pixels = rows * columns
    light, allowed, magnitudes = (np.zeros((pixels, 3)) for _ in range(3))
    aside = [STRAY * axis / np.linalg.norm(axis) for axis in camera[2:]] if bounded else []
    cameras = [camera + np.array([shift, [0] * 3, [0] * 3, [0] * 3]) for a in aside for shift in (a, -a)]
    most = brightest(spheres)
    for first in range(0, pixels, PIECE):
        piece = slice(first, min(pixels, first + PIECE))
        r, c = np.divmod(np.arange(piece.start, piece.stop), columns)
        for sample in range(samples):
            right, route = _light(camera, spheres, (r, c), sample)
            light[piece] += right / samples
            difference, diverged = np.zeros_like(right), np.zeros(r.size, bool)
            for other in cameras:
                moved, taken = _light(other, spheres, (r, c), sample)
                difference = np.maximum(difference, np.abs(moved - right))
                diverged |= taken != route
            bound = 4 * difference + 64 * UNIT * (1 + np.abs(right))
            allowed[piece] += np.where(diverged[:, None], most, bound) / samples
            magnitudes[piece] += right / samples
    allowed += sum_error(samples, magnitudes)
    return Image(light.reshape(rows, columns, 3), allowed.reshape(rows, columns, 3))


def brightest(spheres: Floats) -> Floats:
    """Return the most light that a path can bring: what is emitted along it, each time weakened by an albedo."""
    emitted = np.max(spheres[:, 8:11], axis=0, initial=0)
    albedo = np.maximum(paths.FLOOR, np.max(spheres[:, 4:7], axis=0, initial=0))
    sky = np.maximum(paths.SKY, np.add(paths.SKY, paths.ZENITH))
    total: Floats = emitted * np.sum([albedo**k for k in range(paths.SEGMENTS)], axis=0) + sky
    return total


def segments(camera: Floats, spheres: Floats, r: NDArray[np.int64], c: NDArray[np.int64]) -> int:
    """Return how many segments the first paths of these rows and columns have together."""
    return int(paths.trace(np, camera, spheres, (np.repeat(r, c.size), np.tile(c, r.size)), 0)[2].sum())


def _light(
    camera: Floats, spheres: Floats, pixels: tuple[NDArray[np.int64], NDArray[np.int64]], sample: int
) -> tuple[Floats, NDArray[np.int64]]:
    light, route, _ = paths.trace(np, camera, spheres, pixels, sample)
    return np.stack(light, axis=-1), route
