"""The variants that run on the host: NumPy, numba and torch."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import numpy as np

if TYPE_CHECKING:
    from numpy.typing import NDArray

    Array = NDArray[np.float32]


def numpy_nbody(bodies: Array, softening: Array) -> Array:
    """Meet a block of bodies with all of them in arrays of (block, n), so many that they stay in the cache."""
    x, y, z, mass = (np.ascontiguousarray(column) for column in bodies.T)
    squared = softening[0] ** 2
    result = np.empty((len(bodies), 3), np.float32)
    block = max(1, 32_768 // max(1, len(bodies)))
    for first in range(0, len(bodies), block):
        rows = slice(first, first + block)
        dx, dy, dz = x - x[rows, None], y - y[rows, None], z - z[rows, None]
        distance = dx * dx + dy * dy + dz * dz + squared  # its square
        pull = mass / (distance * np.sqrt(distance))
        for axis, d in enumerate((dx, dy, dz)):
            result[rows, axis] = np.sum(pull * d, axis=1)
    return result


def numba_nbody(bodies: Array, softening: Array) -> Array:
    """Let each body meet all others in SIMD lanes; compiled by numba, blocks of bodies are spread over all cores."""
    n = len(bodies)
    x, y, z, mass = np.empty(n, np.float32), np.empty(n, np.float32), np.empty(n, np.float32), np.empty(n, np.float32)
    for i in range(n):  # an array for each column: lanes load side by side
        x[i], y[i], z[i], mass[i] = bodies[i, 0], bodies[i, 1], bodies[i, 2], bodies[i, 3]
    squared = softening[0] * softening[0]
    result = np.empty((n, 3), np.float32)
    for i in prange(n):  # type: ignore[name-defined]  # noqa: F821 - numba's, bound when it is loaded
        ax, ay, az = np.float32(0), np.float32(0), np.float32(0)
        for j in range(n):
            dx, dy, dz = x[j] - x[i], y[j] - y[i], z[j] - z[i]
            distance = dx * dx + dy * dy + dz * dz + squared
            pull = mass[j] / (distance * np.sqrt(distance))
            ax += pull * dx
            ay += pull * dy
            az += pull * dz
        result[i, 0], result[i, 1], result[i, 2] = ax, ay, az
    return result


def torch_nbody(bodies: Any, softening: Any) -> Any:
    """Meet a block of bodies with all of them in tensors of (block, n), larger ones on a card."""
    import torch  # noqa: PLC0415 - heavy, and needed only here

    x, y, z, mass = bodies.t().contiguous()
    squared = softening * softening
    result = torch.empty((len(bodies), 3), device=bodies.device)
    block = max(1, (1 << 25 if bodies.is_cuda else 1 << 17) // max(1, len(bodies)))
    for first in range(0, len(bodies), block):
        rows = slice(first, first + block)
        dx, dy, dz = x - x[rows, None], y - y[rows, None], z - z[rows, None]
        inverse = torch.rsqrt(dx * dx + dy * dy + dz * dz + squared)
        pull = mass * inverse * inverse * inverse
        for axis, d in enumerate((dx, dy, dz)):
            torch.sum(pull * d, dim=1, out=result[rows, axis])
    return result
