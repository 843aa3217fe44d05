"""Paths of light in array code, for NumPy and torch alike and in any precision.

`m` is the module whose functions compute, `numpy` or `torch`. A point, a direction or a colour is three arrays, with an
element for each path. `paths.wgsl`, `scene.wgsl` and the numba variant say the same.
"""

from __future__ import annotations

from typing import Any

Vector = tuple[Any, Any, Any]

SEGMENTS = 5  # of a path at most: the ray from the eye and four after it
FLOOR = (0.62, 0.58, 0.54)  # its albedo
FLOOR_RADIUS = 7.0
SKY, ZENITH = (0.5, 0.45, 0.4), (-0.36, -0.2, 0.14)  # the sky's light at the horizon, and what is added straight above
PI = 3.141592653589793
NEARLY_NO_LENGTH = 1e-20


def dot(a: Vector, b: Vector) -> Any:
    """Return the product of two vectors."""
    return a[0] * b[0] + a[1] * b[1] + a[2] * b[2]


def along(p: Vector, d: Vector, t: Any) -> Vector:
    """Return p + t d."""
    return p[0] + t * d[0], p[1] + t * d[1], p[2] + t * d[2]


def unit(m: Any, v: Vector) -> Vector:
    """Return a vector's direction."""
    norm = m.sqrt(m.clip(dot(v, v), NEARLY_NO_LENGTH, None))
    return v[0] / norm, v[1] / norm, v[2] / norm


def chosen(m: Any, which: Any, a: Vector, b: Vector) -> Vector:
    """Return a's elements where `which` is true, else b's."""
    return m.where(which, a[0], b[0]), m.where(which, a[1], b[1]), m.where(which, a[2], b[2])


def scrambled(v: Any) -> Any:
    """Return the PCG hash of 32-bit numbers that are held in 64 bits."""
    state = (v * 747796405 + 2891336453) & 0xFFFFFFFF
    word = (((state >> ((state >> 28) + 4)) ^ state) * 277803737) & 0xFFFFFFFF
    return (word >> 22) ^ word


def fraction(m: Any, v: Any, dtype: Any) -> Any:
    """Return 32 random bits as a number from 0 to below 1: 24 bits, which any precision holds exactly."""
    return m.asarray(v >> 8, dtype=dtype) * 2.0**-24


def on_sphere(m: Any, a: Any, b: Any) -> Vector:
    """Return a point of the unit sphere for two numbers from 0 to 1, all of its parts alike likely.

    Sine and cosine are polynomials, because WGSL promises 11 bits of its own: within an eighth of a turn they are exact
    to 3e-7, and the eighth to either side of each quarter is turned there.
    """
    quarter = m.floor(4 * b)
    x = (4 * b - quarter - 0.5) * (PI / 2)
    xx = x * x
    sine = x * (1 - xx / 6 * (1 - xx / 20 * (1 - xx / 42)))
    cosine = 1 - xx / 2 * (1 - xx / 12 * (1 - xx / 30 * (1 - xx / 56)))
    odd = (quarter == 1) | (quarter == 3)
    left, right = m.where(odd, sine, cosine), m.where(odd, cosine, sine)
    radius = 2 * m.sqrt(a * (1 - a))
    return (
        radius * m.where((quarter == 1) | (quarter == 2), -left, left),
        1 - 2 * a,
        radius * m.where(quarter >= 2, -right, right),
    )


def nearest(m: Any, spheres: Any, p: Vector, d: Vector, last: Any) -> tuple[Any, Any]:
    """Return what the rays from p along d meet first and how far it is: sphere k as k, the floor as n, the sky as −1.

    Rays start on what they met `last`, which they can't meet again. A ray passes a sphere's centre at q; the half chord
    is the root of r² − |q|², which keeps its digits where b² − c would lose them (Haines and others, Precision
    Improvements for Ray/Sphere Intersection, Ray Tracing Gems, 2019).
    """
    count = len(spheres)
    far = 1e9 + 0 * p[0]
    # floor: where the ray comes down to the height 0, within the disc
    t = -p[1] / m.where(d[1] < 0, d[1], -1 + 0 * p[0])
    x, z = p[0] + t * d[0], p[2] + t * d[2]
    met = (d[1] < 0) & (t > 0) & (last != count) & (x * x + z * z < FLOOR_RADIUS**2)
    what, nearest_t = m.where(met, count + 0 * last, -1 + 0 * last), m.where(met, t, far)
    for k in range(count):
        centre = spheres[k]
        o = p[0] - centre[0], p[1] - centre[1], p[2] - centre[2]
        b = dot(o, d)
        q = along(o, d, -b)
        room = centre[3] * centre[3] - dot(q, q)
        t = -b - m.sqrt(m.clip(room, 0, None))
        met = (room > 0) & (t > 0) & (t < nearest_t) & (last != k)
        what, nearest_t = m.where(met, k + 0 * last, what), m.where(met, t, nearest_t)
    return what, nearest_t


def trace(m: Any, camera: Any, spheres: Any, pixels: tuple[Any, Any], sample: int) -> tuple[Vector, Any, Any]:
    """Return the light that comes along the paths of one sample of the pixels, what each met, and its segments.

    Pixels are given as their rows and columns, integers of 64 bits. What was met is a number whose digits are the
    things in turn.
    """
    r, c = pixels
    dtype, count = camera.dtype, len(spheres)
    zero = m.asarray(0 * r, dtype=dtype)
    first = scrambled(scrambled(scrambled(r) + c & 0xFFFFFFFF) + sample & 0xFFFFFFFF)
    state = scrambled(first)
    x, y = (m.asarray(at, dtype=dtype) + fraction(m, bits, dtype) for at, bits in ((c, first), (r, state)))
    p: Vector = (camera[0, 0] + zero, camera[0, 1] + zero, camera[0, 2] + zero)
    d = unit(m, tuple(camera[1, k] + x * camera[2, k] + y * camera[3, k] for k in range(3)))
    light: Vector = (zero, zero, zero)
    weight: Vector = (1 + zero, 1 + zero, 1 + zero)
    last, going, route, segments = -1 + 0 * r, r == r, 0 * r, 0 * r  # noqa: PLR0124 - true everywhere
    for _ in range(SEGMENTS):
        what, t = nearest(m, spheres, p, d, last)
        segments = segments + 1 * going
        route = m.where(going, route * (count + 2) + what + 1, route)
        sky = tuple(low + m.clip(d[1], 0, None) * more for low, more in zip(SKY, ZENITH, strict=True))
        lost = going & (what < 0)
        light = tuple(m.where(lost, s + w * e, s) for s, w, e in zip(light, weight, sky, strict=True))
        going = going & (what >= 0)
        p = chosen(m, going, along(p, d, t), p)
        normal: Vector = (zero, 1 + zero, zero)
        albedo: Vector = tuple(part + zero for part in FLOOR)
        mirror = r != r  # noqa: PLR0124 - false everywhere
        for k in range(count):
            this = spheres[k]
            met = going & (what == k)
            outward = (p[0] - this[0]) / this[3], (p[1] - this[1]) / this[3], (p[2] - this[2]) / this[3]
            normal = chosen(m, met, outward, normal)
            albedo = chosen(m, met, (this[4] + zero, this[5] + zero, this[6] + zero), albedo)
            mirror = mirror | (met & (this[7] > 0.5))
            light = chosen(
                m, met, tuple(s + w * this[8 + i] for i, (s, w) in enumerate(zip(light, weight, strict=True))), light
            )
        weight = tuple(w * a for w, a in zip(weight, albedo, strict=True))
        first = scrambled(state)
        state = scrambled(first)
        scatter = on_sphere(m, fraction(m, first, dtype), fraction(m, state, dtype))
        matt = unit(m, along(normal, scatter, 1.0))
        d = chosen(m, mirror, along(d, normal, -2 * dot(d, normal)), matt)
        last = what
    return light, route, segments
