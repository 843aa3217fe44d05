"""The scene in array code: distances, surfaces and light, for NumPy and torch alike and in any precision.

`m` is the module whose functions compute, `numpy` or `torch`. A point or a direction is three arrays. `scene.wgsl` and
the numba variant say the same.
"""

from __future__ import annotations

from typing import Any

Vector = tuple[Any, Any, Any]

SUN = (0.48, 0.8, 0.36)  # the direction towards it, of length 1
SUNLIGHT = (1.7, 1.5, 1.25)
SKYLIGHT = (0.3, 0.4, 0.55)
DROP = ((-0.75, 0.55, 0.2, 0.55), (-0.2, 0.9, -0.2, 0.36), (-0.95, 1.2, 0.05, 0.26))  # centres and radii
BLEND = 0.4  # how far from each other the drop's spheres begin to flow together
ALBEDO = ((0.85, 0.3, 0.16), (0.1, 0.36, 0.68), (0.92, 0.66, 0.16))  # of drop, ring and box; linear, not sRGB
TABLE = ((0.72, 0.68, 0.62), (0.34, 0.3, 0.28))  # of its light and its dark squares
SHADOW_STEPS, SHADOW_START, PENUMBRA = 20, 0.05, 12.0
OCCLUSION_STEPS, OCCLUSION_STEP = 4, 0.09


def length(m: Any, *parts: Any) -> Any:
    """Return the length of a vector."""
    return m.sqrt(sum(part * part for part in parts))


def dot(a: Vector, b: Vector) -> Any:
    """Return the product of two vectors."""
    return a[0] * b[0] + a[1] * b[1] + a[2] * b[2]


def along(p: Vector, d: Vector, t: Any) -> Vector:
    """Return p + t d."""
    return p[0] + t * d[0], p[1] + t * d[1], p[2] + t * d[2]


def direction(m: Any, camera: Any, r: Any, c: Any) -> Vector:
    """Return the direction of length 1 through the middle of pixel (r, c)."""
    x, y, z = (camera[1, k] + (c + 0.5) * camera[2, k] + (r + 0.5) * camera[3, k] for k in range(3))
    norm = length(m, x, y, z)
    return x / norm, y / norm, z / norm


def table(m: Any, p: Vector) -> tuple[Any, Any, Any, Any]:
    """Return the distance to the table, a flat disc with a round rim, and the vector that leads there, as ρ and y."""
    rho = length(m, p[0], p[2]) + 1e-20
    out, up = m.clip(rho - 2.5, 0, None), m.clip(m.abs(p[1] + 0.1) - 0.05, 0, None)
    return length(m, out, up) - 0.05, out, up, rho


def drop(m: Any, p: Vector) -> tuple[Any, Vector]:
    """Return the distance to three spheres that flow together, and its gradient.

    Two distances a and b become a + (b − a) h − k h (1 − h) with h = ½ + (a − b) / 2k between 0 and 1. The derivative
    by h vanishes, so the gradients are blended by h alone.
    """
    distance, gradient = _sphere(m, p, DROP[0])
    for sphere in DROP[1:]:
        other, leading = _sphere(m, p, sphere)
        h = m.clip(0.5 + (distance - other) / (2 * BLEND), 0, 1)
        distance = distance + (other - distance) * h - BLEND * h * (1 - h)
        gradient = tuple(g + (o - g) * h for g, o in zip(gradient, leading, strict=True))
    return distance, gradient


def _sphere(m: Any, p: Vector, sphere: tuple[float, ...]) -> tuple[Any, Vector]:
    x, y, z = p[0] - sphere[0], p[1] - sphere[1], p[2] - sphere[2]
    norm = length(m, x, y, z) + 1e-20
    return norm - sphere[3], (x / norm, y / norm, z / norm)


def ring(m: Any, p: Vector) -> tuple[Any, Vector]:
    """Return the distance to a torus that stands on the table, and its gradient."""
    x, y, z = p[0] - 0.95, p[1] - 0.62, p[2] + 0.35
    rho = length(m, x, y) + 1e-20
    out = rho - 0.45
    norm = length(m, out, z) + 1e-20
    return norm - 0.17, (x * out / (rho * norm), y * out / (rho * norm), z / norm)


def box(m: Any, p: Vector) -> tuple[Any, Vector]:
    """Return the distance to a cube with round edges, and its gradient."""
    offset = p[0] - 0.55, p[1] - 0.25, p[2] - 0.85
    x, y, z = (m.clip(m.abs(part) - 0.19, 0, None) for part in offset)
    norm = length(m, x, y, z)
    return norm - 0.06, tuple(m.sign(o) * q / (norm + 1e-20) for o, q in zip(offset, (x, y, z), strict=True))


def distance(m: Any, p: Vector) -> Any:
    """Return the distance to the scene: nothing is nearer than that in any direction."""
    return m.minimum(m.minimum(table(m, p)[0], drop(m, p)[0]), m.minimum(ring(m, p)[0], box(m, p)[0]))


def surface(m: Any, p: Vector) -> tuple[Any, Vector, Vector]:
    """Return the distance, its gradient and the albedo of what is nearest."""
    nearest, out, up, rho = table(m, p)
    norm = length(m, out, up) + 1e-20
    gradient = out * p[0] / (rho * norm), m.sign(p[1] + 0.1) * up / norm, out * p[2] / (rho * norm)
    square = m.floor(2 * p[0]) + m.floor(2 * p[2])
    light = square == 2 * m.floor(square / 2)
    albedo = tuple(m.where(light, a + 0 * rho, b + 0 * rho) for a, b in zip(*TABLE, strict=True))
    for (other, leading), colour in zip((drop(m, p), ring(m, p), box(m, p)), ALBEDO, strict=True):
        nearer = other < nearest
        nearest = m.where(nearer, other, nearest)
        gradient = tuple(m.where(nearer, o, g) for o, g in zip(leading, gradient, strict=True))
        albedo = tuple(m.where(nearer, a, b) for a, b in zip(colour, albedo, strict=True))
    return nearest, gradient, albedo


def sunshine(m: Any, p: Vector) -> Any:
    """Return how much of the sun is seen from p: the nearer a ray to it passes by something, the less.

    The number of steps is fixed, so that the result is a continuous function of p.
    """
    shine, t = 1 + 0 * p[0], SHADOW_START + 0 * p[0]
    for _ in range(SHADOW_STEPS):
        room = distance(m, along(p, SUN, t))
        shine = m.minimum(shine, PENUMBRA * room / t)
        t = t + m.clip(room, 0.04, 0.4)
    return m.clip(shine, 0, 1)


def openness(m: Any, p: Vector, normal: Vector) -> Any:
    """Return how much of the sky is seen from p: above open ground, the distance grows as fast as one goes."""
    hidden = 0 * p[0]
    for k in range(OCCLUSION_STEPS):
        step = (k + 1) * OCCLUSION_STEP
        hidden = hidden + (step - distance(m, along(p, normal, step))) * 0.75**k
    return m.clip(1 - 1.1 * hidden, 0, 1)


def background(m: Any, d: Vector) -> Vector:
    """Return the sky's light: pale where it meets the ground, deep above."""
    height = m.clip(0.5 + 0.5 * d[1], 0, 1)
    return 0.82 - 0.7 * height, 0.84 - 0.5 * height, 0.86 - 0.2 * height


def shade(m: Any, p: Vector, d: Vector) -> Vector:
    """Return the light that comes against `d` from the surface next to p: sun and sky, matt and with a highlight."""
    gap, normal, albedo = surface(m, p)
    p = along(p, normal, -gap)  # onto the surface, wherever close to it the ray was stopped
    shine = sunshine(m, p)
    matt = m.clip(dot(normal, SUN), 0, None) * shine
    sky = openness(m, p, normal) * (0.6 + 0.4 * normal[1])
    half = SUN[0] - d[0], SUN[1] - d[1], SUN[2] - d[2]
    glossy = m.clip(dot(normal, half) / length(m, *half), 0, None)
    for _ in range(5):
        glossy = glossy * glossy  # to the power of 32
    glossy = 0.35 * glossy * shine
    return tuple(
        a * (matt * sun + sky * blue) + glossy * sun for a, sun, blue in zip(albedo, SUNLIGHT, SKYLIGHT, strict=True)
    )
