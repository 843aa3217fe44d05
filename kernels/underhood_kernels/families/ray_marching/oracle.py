"""The image in float64, and how far one in float32 may lie from it."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from underhood_kernels.families.ray_marching import scene
from underhood_kernels.families.ray_marching.inputs import FAR, HIT, MOST_STEPS
from underhood_kernels.rounding import UNIT

if TYPE_CHECKING:
    from numpy.typing import NDArray

    Image = NDArray[np.float64]
    Camera = NDArray[np.float64]

STRAY = 128 * UNIT  # how far float32 may lead a ray or a distance astray, see `tolerance`
CONVERGED = 1e-9
MANY = 4 * MOST_STEPS  # more than it takes to come that near, but where a ray all but touches something
PIECE = 1 << 15  # rays at a time: what they need fits a cache


@dataclass(frozen=True)
class March:
    """What became of each ray."""

    t: NDArray[np.float64]  # how far it came
    hit: NDArray[np.bool_]
    steps: NDArray[np.int64]  # until a ray that stops closer than HIT has stopped, or has passed by


def march(eye: NDArray[np.float64], d: scene.Vector, level: float) -> March:
    """Follow every ray to the first point whose distance to the scene is `level`."""
    rays = d[0].size
    t, hit, steps = np.zeros(rays), np.zeros(rays, bool), np.zeros(rays, np.int64)
    left = np.arange(rays)
    for _ in range(MANY):
        if not left.size:
            break
        points = scene.along(tuple(eye), tuple(part[left] for part in d), t[left])
        room = scene.distance(np, points)
        steps[left] += room > HIT
        hit[left] = room - level < CONVERGED
        t[left] += np.where(hit[left], 0, room - level)
        left = left[~hit[left] & (t[left] <= FAR)]
    hit[left] = True  # it is all but there
    return March(t, hit, steps)


def image(camera: Camera, rows: int, columns: int, *, level: float = HIT / 2) -> tuple[Image, NDArray[np.int64]]:
    """Return the image of the surface at that distance to the scene, and the steps of each ray."""
    pixels = rows * columns
    result, steps = np.empty((pixels, 3)), np.empty(pixels, np.int64)
    for first in range(0, pixels, PIECE):
        piece = slice(first, min(pixels, first + PIECE))
        d = scene.direction(np, camera, *np.divmod(np.arange(piece.start, piece.stop), columns))
        marched = march(camera[0], d, level)
        seen, hit = np.stack(scene.background(np, d), axis=-1), marched.hit
        towards = tuple(part[hit] for part in d)
        points = scene.along(tuple(camera[0]), towards, marched.t[hit])
        seen[hit] = np.stack(scene.shade(np, points, towards), axis=-1)
        result[piece], steps[piece] = seen, marched.steps
    return result.reshape(rows, columns, 3), steps.reshape(rows, columns)


def work(camera: Camera, r: NDArray[np.int64], c: NDArray[np.int64]) -> tuple[int, int]:
    """Return how many steps the rays of these rows and columns take together, and how many of them hit something."""
    d = scene.direction(np, camera, np.repeat(r, c.size), np.tile(c, r.size))
    marched = march(camera[0], d, HIT / 2)
    return int(np.minimum(marched.steps, MOST_STEPS).sum()), int(marched.hit.sum())


def tolerance(camera: Camera, rows: int, columns: int) -> Image:
    """Return how far each number of the image in float32 may lie from the oracle's.

    A variant stops somewhere between the distance HIT and the surface itself, depending on its steps: so the image is
    computed for both ends, HIT a little farther and the surface a little nearer by what float32 may err. And its
    rounding errors lead a ray astray: so it is computed with the eye moved by as much to the right, left, up and down.
    That is 128 units: coordinates and ways are up to 8, and a few operations of up to 3 units lead from a pixel to a
    point and from there to a distance. Where one of these images sees something else, past an outline or the edge of a
    square or of a shadow, a variant may see it too; elsewhere they differ as much as the surface is curved. Twice their
    largest difference is allowed, as not every direction is tried, and 64 units of the colour for its own arithmetic.
    Rays that take about as many steps as a variant takes at most may be hits or not.
    """
    right, steps = image(camera, rows, columns)
    aside = [STRAY * axis / np.linalg.norm(axis) for axis in camera[2:]]
    moved = [camera + np.array([shift, [0] * 3, [0] * 3, [0] * 3]) for a in aside for shift in (a, -a)]
    others = [image(camera, rows, columns, level=level)[0] for level in (HIT + STRAY, STRAY)]
    others += [image(other, rows, columns)[0] for other in moved]
    result = 2 * np.max([np.abs(other - right) for other in others], axis=0) + 64 * UNIT * (np.abs(right) + 1)
    result[steps > MOST_STEPS // 2] = np.inf
    return np.asarray(result)
