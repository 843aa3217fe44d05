"""The variant that numba compiles: `paths` once more, for one path at a time."""

from __future__ import annotations

from math import floor, pi, sqrt
from typing import TYPE_CHECKING

import numpy as np

from underhood_kernels.families.path_tracer.paths import FLOOR, FLOOR_RADIUS, NEARLY_NO_LENGTH, SEGMENTS, SKY, ZENITH

if TYPE_CHECKING:
    from numpy.typing import NDArray

    Floats = NDArray[np.float32]

Vector = tuple[float, float, float]

CALLEES = ("scrambled", "fraction", "on_sphere", "dot", "along", "unit", "nearest", "trace")


def scrambled(v: np.uint32) -> np.uint32:
    """Return the PCG hash of 32 bits."""
    state = np.uint32(v * np.uint32(747796405) + np.uint32(2891336453))
    word = np.uint32(((state >> ((state >> np.uint32(28)) + np.uint32(4))) ^ state) * np.uint32(277803737))
    return np.uint32((word >> np.uint32(22)) ^ word)


def fraction(v: np.uint32) -> float:
    """Return 32 random bits as a number from 0 to below 1."""
    return float(v >> np.uint32(8)) * 2.0**-24


def on_sphere(a: float, b: float) -> Vector:
    """Return a point of the unit sphere for two numbers from 0 to 1."""
    quarter = floor(4 * b)
    x = (4 * b - quarter - 0.5) * (pi / 2)
    xx = x * x
    sine = x * (1 - xx / 6 * (1 - xx / 20 * (1 - xx / 42)))
    cosine = 1 - xx / 2 * (1 - xx / 12 * (1 - xx / 30 * (1 - xx / 56)))
    if quarter == 1:
        cosine, sine = -sine, cosine
    elif quarter == 2:
        cosine, sine = -cosine, -sine
    elif quarter == 3:
        cosine, sine = sine, -cosine
    radius = 2 * sqrt(a * (1 - a))
    return radius * cosine, 1 - 2 * a, radius * sine


def dot(a: Vector, b: Vector) -> float:
    """Return the product of two vectors."""
    return a[0] * b[0] + a[1] * b[1] + a[2] * b[2]


def along(p: Vector, d: Vector, t: float) -> Vector:
    """Return p + t d."""
    return p[0] + t * d[0], p[1] + t * d[1], p[2] + t * d[2]


def unit(v: Vector) -> Vector:
    """Return a vector's direction."""
    norm = sqrt(max(dot(v, v), NEARLY_NO_LENGTH))
    return v[0] / norm, v[1] / norm, v[2] / norm


def nearest(spheres: Floats, p: Vector, d: Vector, last: int) -> tuple[int, float]:
    """Return what the ray from p along d meets first and how far it is."""
    count = len(spheres)
    what, nearest_t = -1, 1e9
    if d[1] < 0 and last != count:
        t = -p[1] / d[1]
        x, z = p[0] + t * d[0], p[2] + t * d[2]
        if t > 0 and x * x + z * z < FLOOR_RADIUS * FLOOR_RADIUS:
            what, nearest_t = count, t
    for k in range(count):
        o = (p[0] - spheres[k, 0], p[1] - spheres[k, 1], p[2] - spheres[k, 2])
        b = dot(o, d)
        q = along(o, d, -b)
        room = spheres[k, 3] * spheres[k, 3] - dot(q, q)
        if room > 0 and k != last:
            t = -b - sqrt(room)
            if 0 < t < nearest_t:
                what, nearest_t = k, t
    return what, nearest_t


def trace(spheres: Floats, p: Vector, d: Vector, state: np.uint32) -> Vector:
    """Return the light that comes against d."""
    light, weight, last = (0.0, 0.0, 0.0), (1.0, 1.0, 1.0), -1
    for _ in range(SEGMENTS):
        what, t = nearest(spheres, p, d, last)
        if what < 0:
            up = max(d[1], 0.0)
            sky = (SKY[0] + up * ZENITH[0], SKY[1] + up * ZENITH[1], SKY[2] + up * ZENITH[2])
            return light[0] + weight[0] * sky[0], light[1] + weight[1] * sky[1], light[2] + weight[2] * sky[2]
        p = along(p, d, t)
        normal, albedo, mirror = (0.0, 1.0, 0.0), FLOOR, False
        if what < len(spheres):
            s = spheres[what]
            r = float(s[3])
            normal, mirror = ((p[0] - s[0]) / r, (p[1] - s[1]) / r, (p[2] - s[2]) / r), s[7] > 0
            albedo = (float(s[4]), float(s[5]), float(s[6]))
            light = (light[0] + weight[0] * s[8], light[1] + weight[1] * s[9], light[2] + weight[2] * s[10])
        weight = (weight[0] * albedo[0], weight[1] * albedo[1], weight[2] * albedo[2])
        first = scrambled(state)
        state = scrambled(first)
        if mirror:
            d = along(d, normal, -2 * dot(d, normal))
        else:
            d = unit(along(normal, on_sphere(fraction(first), fraction(state)), 1.0))
        last = what
    return light


def numba_path_tracer(camera: Floats, spheres: Floats, sizes: NDArray[np.uint32]) -> Floats:
    """Follow the paths one by one; compiled by numba, rows are spread over all cores.

    It computes in double precision, which costs a loop without SIMD next to nothing.
    """
    rows, columns, samples = sizes[0], sizes[1], sizes[2]
    result = np.empty((rows, columns, 3), np.float32)
    eye = (float(camera[0, 0]), float(camera[0, 1]), float(camera[0, 2]))
    for r in prange(rows):  # type: ignore[name-defined]  # noqa: F821 - numba's, bound when it is loaded
        for c in range(columns):
            red, green, blue = 0.0, 0.0, 0.0
            start = scrambled(np.uint32(scrambled(np.uint32(r)) + np.uint32(c)))
            for sample in range(samples):
                first = scrambled(np.uint32(start + np.uint32(sample)))
                state = scrambled(first)
                across, down = c + fraction(first), r + fraction(state)
                d = unit(
                    (
                        camera[1, 0] + across * camera[2, 0] + down * camera[3, 0],
                        camera[1, 1] + across * camera[2, 1] + down * camera[3, 1],
                        camera[1, 2] + across * camera[2, 2] + down * camera[3, 2],
                    )
                )
                light = trace(spheres, eye, d, state)
                red, green, blue = red + light[0], green + light[1], blue + light[2]
            result[r, c, 0], result[r, c, 1], result[r, c, 2] = red / samples, green / samples, blue / samples
    return result
