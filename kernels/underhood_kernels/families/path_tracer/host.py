"""The variants that run on the host: NumPy, numba and torch."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import numpy as np

from underhood_kernels.families.path_tracer import paths
from underhood_kernels.families.path_tracer.compiled import numba_path_tracer

if TYPE_CHECKING:
    from numpy.typing import NDArray

    Floats = NDArray[np.float32]

__all__ = ["numba_path_tracer", "numpy_path_tracer", "torch_path_tracer"]


def numpy_path_tracer(camera: Floats, spheres: Floats, sizes: NDArray[np.uint32]) -> Floats:
    """Follow the paths of a sample as arrays; so many pixels at a time that they stay in the cache."""
    rows, columns, samples = map(int, sizes)
    result = np.zeros((rows * columns, 3), np.float32)
    for first in range(0, len(result), 8192):
        r, c = np.divmod(np.arange(first, min(len(result), first + 8192)), columns)
        for sample in range(samples):
            light, _, _ = paths.trace(np, camera, spheres, (r, c), sample)
            result[first : first + len(r)] += np.stack(light, axis=-1)
    return (result / np.float32(samples)).reshape(rows, columns, 3)


def torch_path_tracer(camera: Any, spheres: Any, sizes: Any) -> Any:
    """Follow the paths of a sample as tensors of all pixels."""
    import torch  # noqa: PLC0415 - heavy, and needed only here

    rows, columns, samples = sizes.tolist()
    pixel = torch.arange(rows * columns, device=camera.device)
    r, c = pixel // max(1, columns), pixel % max(1, columns)
    result = torch.zeros((rows * columns, 3), device=camera.device)
    for sample in range(samples):
        result += torch.stack(paths.trace(torch, camera, spheres, (r, c), sample)[0], dim=-1)
    return (result / samples).reshape(rows, columns, 3)
