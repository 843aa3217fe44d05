"""The variants that run on the host: NumPy, numba and torch."""

from __future__ import annotations

from typing import Any

import numpy as np
from numpy.typing import NDArray

from underhood_kernels.families.quantise.inputs import BIAS, BLOCK, NOT_FINITE

Vector = NDArray[np.float32]
Bytes = NDArray[np.int8]


def numpy_dequantise(quantised: Bytes) -> Vector:
    """Multiply each block by its scale; what float32 can't hold is NaN from the start."""
    blocks = len(quantised) // (BLOCK + 1)
    byte = quantised[BLOCK * blocks :].view(np.uint8)
    scale: Vector = np.ldexp(np.float32(1), np.maximum(byte, 1).astype(np.int32) - BIAS)
    scale[byte == NOT_FINITE] = np.nan
    values: Vector = quantised[: BLOCK * blocks].reshape(blocks, BLOCK) * scale[:, None]
    return values.reshape(-1)


def numba_dequantise(quantised: Bytes) -> Vector:
    """Multiply each block by its scale; compiled by numba, blocks run on all cores."""
    blocks, chunk = len(quantised) // (BLOCK + 1), 512
    result = np.empty(BLOCK * blocks, np.float32)
    # The scales' bits: one exponent's field for each block.
    bits = np.empty(blocks, np.uint32)
    scales = bits.view(np.float32)
    for c in prange(-(-blocks // chunk)):  # type: ignore[name-defined]  # noqa: F821 - numba's, bound when it is loaded
        for b in range(c * chunk, min(blocks, (c + 1) * chunk)):
            byte = quantised[BLOCK * blocks + b] & 255
            bits[b] = max(byte, 1) << 23
            scale = scales[b] if byte < NOT_FINITE else np.float32(np.nan)
            integers, values = quantised[b * BLOCK : (b + 1) * BLOCK], result[b * BLOCK : (b + 1) * BLOCK]
            for i in range(BLOCK):
                values[i] = (np.float32(integers[i]) * np.float32(0.015625)) * scale
    return result


def torch_dequantise(quantised: Any) -> Any:
    """Multiply each block by its scale, whose bits are an exponent and no more."""
    import torch  # noqa: PLC0415 - heavy, and needed only here

    blocks = len(quantised) // (BLOCK + 1)
    byte = quantised[BLOCK * blocks :].view(torch.uint8).to(torch.int32)
    scale = (byte.clamp(min=1) << 23).view(torch.float32)  # the byte 255 is that of infinity, and 0·∞ is NaN
    scale = scale.masked_fill(byte == NOT_FINITE, float("nan"))
    # 2⁻⁶ goes to the integers first: together with a small scale it might be too small for a normal number.
    return (quantised[: BLOCK * blocks].reshape(blocks, BLOCK) * 2.0**-6 * scale[:, None]).reshape(-1)
