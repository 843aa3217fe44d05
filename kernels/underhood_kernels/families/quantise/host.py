"""The variants that run on the host: NumPy, numba and torch."""

from __future__ import annotations

from typing import Any

import numpy as np
from numpy.typing import NDArray

from underhood_kernels.families.quantise.inputs import BIAS, BLOCK, NOT_FINITE

Vector = NDArray[np.float32]
Bytes = NDArray[np.int8]


def numpy_quantise(values: Vector) -> Bytes:
    """Find, scale and round over whole arrays, each of which goes through memory."""
    blocks = np.pad(values, (0, -len(values) % BLOCK)).reshape(-1, BLOCK)
    byte = (blocks.view(np.int32) & 0x7FFFFFFF).max(axis=1) >> 23  # a float's exponent stands above its 23 bits
    finite = np.where((byte == NOT_FINITE)[:, None], np.float32(0), blocks)
    scaled = np.rint(np.ldexp(finite, BIAS - np.maximum(byte, 1)[:, None]))
    integers = np.clip(scaled, -127, 127).astype(np.int8)
    return np.concatenate([integers.reshape(-1), byte.astype(np.uint8).view(np.int8)])


def numba_quantise(values: Vector) -> Bytes:
    """Round the bits of each block by its largest ones; compiled by numba, blocks run on all cores."""
    blocks, chunk = -(-len(values) // BLOCK), 512
    last = np.empty(BLOCK, np.float32)  # the last block, filled up
    for i in range(BLOCK):
        at = BLOCK * (blocks - 1) + i
        last[i] = values[at] if at < len(values) else np.float32(0)
    tail = last.view(np.uint32)
    bits = values.view(np.uint32)
    result = np.empty((BLOCK + 1) * blocks, np.int8)
    for c in prange(-(-blocks // chunk)):  # type: ignore[name-defined]  # noqa: F821 - numba's, bound when it is loaded
        for b in range(c * chunk, min(blocks, (c + 1) * chunk)):
            block = bits[b * BLOCK : (b + 1) * BLOCK] if b < blocks - 1 else tail
            integers = result[b * BLOCK : (b + 1) * BLOCK]
            largest = np.uint32(0)
            for i in range(BLOCK):
                largest = max(largest, np.uint32(block[i] & np.uint32(0x7FFFFFFF)))
            byte = np.int32(largest >> np.uint32(23))
            result[BLOCK * blocks + b] = np.int8(byte)
            for i in range(BLOCK):
                word = np.int32(block[i])
                field = (word >> np.int32(23)) & np.int32(255)
                digits = (word & np.int32(0x7FFFFF)) | (np.int32(field > 0) << np.int32(23))
                places = min(max(byte, np.int32(1)) - max(field, np.int32(1)) + np.int32(17), np.int32(31))
                even = (digits >> places) & np.int32(1)
                q = (digits + (np.int32(1) << (places - np.int32(1))) - np.int32(1) + even) >> places
                q = min(q, np.int32(127)) if byte < NOT_FINITE else np.int32(0)
                integers[i] = np.int8(-q if word < 0 else q)
    return result


def torch_quantise(values: Any) -> Any:
    """Find, scale and round over whole tensors."""
    import torch  # noqa: PLC0415 - heavy, and needed only here

    blocks = torch.nn.functional.pad(values, (0, -len(values) % BLOCK)).reshape(-1, BLOCK)
    byte = (blocks.view(torch.int32) & 0x7FFFFFFF).amax(1) >> 23 if len(values) else values.view(torch.int32)
    places = (BIAS - byte.clamp(min=1))[:, None]
    half = places // 2  # 2^places alone may be beyond float32
    scaled = torch.ldexp(torch.ldexp(blocks, half), places - half).round().clamp(-127, 127)
    integers = scaled.masked_fill((byte == NOT_FINITE)[:, None], 0).to(torch.int8)
    return torch.cat([integers.reshape(-1), byte.to(torch.uint8).view(torch.int8)])
