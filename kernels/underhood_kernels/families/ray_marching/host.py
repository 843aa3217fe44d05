"""The variants that run on the host: NumPy, numba and torch."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import numpy as np

from underhood_kernels.families.ray_marching import scene
from underhood_kernels.families.ray_marching.compiled import numba_ray_marching
from underhood_kernels.families.ray_marching.inputs import FAR, HIT, MOST_STEPS

if TYPE_CHECKING:
    from numpy.typing import NDArray

    Camera = NDArray[np.float32]
    Shape = NDArray[np.uint32]
    Image = NDArray[np.float32]

__all__ = ["numba_ray_marching", "numpy_ray_marching", "torch_ray_marching"]


def numpy_ray_marching(camera: Camera, shape: Shape) -> Image:
    """March all rays that are on their way as arrays; so many pixels at a time that they stay in the cache."""
    rows, columns = map(int, shape)
    result = np.empty((rows * columns, 3), np.float32)
    eye = tuple(camera[0])
    for first in range(0, len(result), 8192):
        r, c = np.divmod(np.arange(first, min(len(result), first + 8192)), columns)
        d = scene.direction(np, camera, r.astype(np.float32), c.astype(np.float32))
        t, hit, left = np.zeros(len(r), np.float32), np.zeros(len(r), bool), np.arange(len(r))
        for _ in range(MOST_STEPS):
            room = scene.distance(np, scene.along(eye, tuple(part[left] for part in d), t[left]))
            hit[left] = room < HIT
            t[left] += np.where(hit[left], 0, room)
            left = left[~hit[left] & (t[left] <= FAR)]
            if not left.size:
                break
        seen = np.stack(scene.background(np, d), axis=-1)
        towards = tuple(part[hit] for part in d)
        seen[hit] = np.stack(scene.shade(np, scene.along(eye, towards, t[hit]), towards), axis=-1)
        result[first : first + len(r)] = seen
    return result.reshape(rows, columns, 3)


def torch_ray_marching(camera: Any, shape: Any) -> Any:
    """March all rays that are on their way as tensors."""
    import torch  # noqa: PLC0415 - heavy, and needed only here

    rows, columns = shape.tolist()
    pixel = torch.arange(rows * columns, device=camera.device)
    r, c = (place.to(torch.float32) for place in (pixel // max(1, columns), pixel % max(1, columns)))
    d = scene.direction(torch, camera, r, c)
    eye = camera[0].unbind()
    t, hit, left = torch.zeros_like(r), torch.zeros_like(r, dtype=torch.bool), pixel
    for _ in range(MOST_STEPS):
        if not left.numel():
            break
        here = t[left]
        room = scene.distance(torch, scene.along(eye, tuple(part[left] for part in d), here))
        arrived = room < HIT
        hit[left] = arrived
        t[left] = torch.where(arrived, here, here + room)
        left = left[~arrived & (here + room <= FAR)]
    seen = torch.stack(scene.background(torch, d), dim=-1)
    towards = tuple(part[hit] for part in d)
    seen[hit] = torch.stack(scene.shade(torch, scene.along(eye, towards, t[hit]), towards), dim=-1)
    return seen.reshape(rows, columns, 3)
