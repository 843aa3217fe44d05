"""The variant that numba compiles: `scene` once more, for one point at a time."""

from __future__ import annotations

from math import floor, sqrt
from typing import TYPE_CHECKING

import numpy as np

from underhood_kernels.families.ray_marching.inputs import FAR, HIT, MOST_STEPS
from underhood_kernels.families.ray_marching.scene import (
    ALBEDO,
    BLEND,
    DROP,
    OCCLUSION_STEP,
    OCCLUSION_STEPS,
    PENUMBRA,
    SHADOW_START,
    SHADOW_STEPS,
    SKYLIGHT,
    SUN,
    SUNLIGHT,
    TABLE,
)

if TYPE_CHECKING:
    from numpy.typing import NDArray

Point = tuple[float, float, float]

CALLEES = (
    "sphere",
    "share",
    "blended",
    "table",
    "drop",
    "ring",
    "box",
    "distance",
    "along",
    "slope",
    "sunshine",
    "openness",
    "shade",
    "background",
)


def sphere(p: Point, k: int) -> float:
    """Return the distance to one of the drop's spheres."""
    x, y, z = p[0] - DROP[k][0], p[1] - DROP[k][1], p[2] - DROP[k][2]
    return sqrt(x * x + y * y + z * z) - DROP[k][3]


def share(a: float, b: float) -> float:
    """Return how much of b is blended into a."""
    return min(max(0.5 + (a - b) / (2 * BLEND), 0.0), 1.0)


def blended(a: float, b: float) -> float:
    """Return the distance to two things that flow together."""
    h = share(a, b)
    return a + (b - a) * h - BLEND * h * (1 - h)


def table(p: Point) -> float:
    """Return the distance to the table."""
    out = max(sqrt(p[0] * p[0] + p[2] * p[2]) - 2.5, 0.0)
    up = max(abs(p[1] + 0.1) - 0.05, 0.0)
    return sqrt(out * out + up * up) - 0.05


def drop(p: Point) -> float:
    """Return the distance to the drop."""
    return blended(blended(sphere(p, 0), sphere(p, 1)), sphere(p, 2))


def ring(p: Point) -> float:
    """Return the distance to the ring."""
    x, y, z = p[0] - 0.95, p[1] - 0.62, p[2] + 0.35
    out = sqrt(x * x + y * y) - 0.45
    return sqrt(out * out + z * z) - 0.17


def box(p: Point) -> float:
    """Return the distance to the box."""
    x = max(abs(p[0] - 0.55) - 0.19, 0.0)
    y = max(abs(p[1] - 0.25) - 0.19, 0.0)
    z = max(abs(p[2] - 0.85) - 0.19, 0.0)
    return sqrt(x * x + y * y + z * z) - 0.06


def distance(p: Point) -> float:
    """Return the distance to the scene."""
    return min(table(p), drop(p), ring(p), box(p))


def along(p: Point, d: Point, t: float) -> Point:
    """Return p + t d."""
    return p[0] + t * d[0], p[1] + t * d[1], p[2] + t * d[2]


def slope(p: Point, what: int) -> Point:
    """Return the gradient of the table (0), the drop (1), the ring (2) or the box (3)."""
    if what == 0:
        rho = sqrt(p[0] * p[0] + p[2] * p[2]) + 1e-20
        out, up = max(rho - 2.5, 0.0), max(abs(p[1] + 0.1) - 0.05, 0.0)
        norm = sqrt(out * out + up * up) + 1e-20
        return out * p[0] / (rho * norm), np.sign(p[1] + 0.1) * up / norm, out * p[2] / (rho * norm)
    if what == 1:
        a, b, c = sphere(p, 0), sphere(p, 1), sphere(p, 2)
        h, g = share(a, b), share(blended(a, b), c)
        # each sphere's share, over its distance from the centre
        a, b, c = (1 - h) * (1 - g) / (a + DROP[0][3]), h * (1 - g) / (b + DROP[1][3]), g / (c + DROP[2][3])
        return (
            a * (p[0] - DROP[0][0]) + b * (p[0] - DROP[1][0]) + c * (p[0] - DROP[2][0]),
            a * (p[1] - DROP[0][1]) + b * (p[1] - DROP[1][1]) + c * (p[1] - DROP[2][1]),
            a * (p[2] - DROP[0][2]) + b * (p[2] - DROP[1][2]) + c * (p[2] - DROP[2][2]),
        )
    if what == 2:
        x, y, z = p[0] - 0.95, p[1] - 0.62, p[2] + 0.35
        rho, norm = sqrt(x * x + y * y) + 1e-20, ring(p) + 0.17
        return x * (rho - 0.45) / (rho * norm), y * (rho - 0.45) / (rho * norm), z / norm
    x, y, z = p[0] - 0.55, p[1] - 0.25, p[2] - 0.85
    norm = box(p) + 0.06
    return (
        np.sign(x) * max(abs(x) - 0.19, 0.0) / norm,
        np.sign(y) * max(abs(y) - 0.19, 0.0) / norm,
        np.sign(z) * max(abs(z) - 0.19, 0.0) / norm,
    )


def sunshine(p: Point) -> float:
    """Return how much of the sun is seen from p."""
    shine, t = 1.0, SHADOW_START
    for _ in range(SHADOW_STEPS):
        room = distance(along(p, SUN, t))
        shine = min(shine, PENUMBRA * room / t)
        t += min(max(room, 0.04), 0.4)
    return max(shine, 0.0)


def openness(p: Point, normal: Point) -> float:
    """Return how much of the sky is seen from p."""
    hidden, weight = 0.0, 1.0
    for k in range(OCCLUSION_STEPS):
        step = (k + 1) * OCCLUSION_STEP
        hidden += (step - distance(along(p, normal, step))) * weight
        weight *= 0.75
    return min(max(1 - 1.1 * hidden, 0.0), 1.0)


def shade(near: Point, d: Point) -> Point:
    """Return the light that comes against d from the surface next to a point."""
    gap, what, colour = table(near), 0, TABLE[(floor(2 * near[0]) + floor(2 * near[2])) % 2]
    for other, room in ((1, drop(near)), (2, ring(near)), (3, box(near))):
        if room < gap:
            gap, what, colour = room, other, ALBEDO[other - 1]
    normal = slope(near, what)
    p = along(near, normal, -gap)
    shine = sunshine(p)
    matt = max(normal[0] * SUN[0] + normal[1] * SUN[1] + normal[2] * SUN[2], 0.0) * shine
    sky = openness(p, normal) * (0.6 + 0.4 * normal[1])
    x, y, z = SUN[0] - d[0], SUN[1] - d[1], SUN[2] - d[2]
    glossy = (normal[0] * x + normal[1] * y + normal[2] * z) / sqrt(x * x + y * y + z * z)
    glossy = 0.35 * max(glossy, 0.0) ** 32 * shine
    return (
        colour[0] * (matt * SUNLIGHT[0] + sky * SKYLIGHT[0]) + glossy * SUNLIGHT[0],
        colour[1] * (matt * SUNLIGHT[1] + sky * SKYLIGHT[1]) + glossy * SUNLIGHT[1],
        colour[2] * (matt * SUNLIGHT[2] + sky * SKYLIGHT[2]) + glossy * SUNLIGHT[2],
    )


def background(d: Point) -> Point:
    """Return the sky's light."""
    height = min(max(0.5 + 0.5 * d[1], 0.0), 1.0)
    return 0.82 - 0.7 * height, 0.84 - 0.5 * height, 0.86 - 0.2 * height


def numba_ray_marching(camera: NDArray[np.float32], shape: NDArray[np.uint32]) -> NDArray[np.float32]:
    """March the rays one by one; compiled by numba, rows are spread over all cores.

    It computes in double precision, which costs a loop without SIMD next to nothing.
    """
    rows, columns = shape[0], shape[1]
    result = np.empty((rows, columns, 3), np.float32)
    eye = (camera[0, 0], camera[0, 1], camera[0, 2])
    for r in prange(rows):  # type: ignore[name-defined]  # noqa: F821 - numba's, bound when it is loaded
        for c in range(columns):
            x = camera[1, 0] + (c + 0.5) * camera[2, 0] + (r + 0.5) * camera[3, 0]
            y = camera[1, 1] + (c + 0.5) * camera[2, 1] + (r + 0.5) * camera[3, 1]
            z = camera[1, 2] + (c + 0.5) * camera[2, 2] + (r + 0.5) * camera[3, 2]
            norm = sqrt(x * x + y * y + z * z)
            d = (x / norm, y / norm, z / norm)
            t, hit = 0.0, False
            for _ in range(MOST_STEPS):
                room = distance(along(eye, d, t))
                hit = room < HIT
                if hit:
                    break
                t += room
                if t > FAR:
                    break
            light = shade(along(eye, d, t), d) if hit else background(d)
            result[r, c, 0], result[r, c, 1], result[r, c, 2] = light
    return result
