"""The variants that run on the host: NumPy, numba and torch."""

from __future__ import annotations

from math import sqrt
from typing import Any

import numpy as np
from numpy.typing import NDArray

Heads = NDArray[np.float32]


def numpy_attention(q: Heads, k: Heads, v: Heads) -> Heads:
    """Compute all scores, their softmax, and the weighted sums, each as whole arrays."""
    scores = (q * np.float32(1 / sqrt(q.shape[2]))) @ k.swapaxes(1, 2)
    scores -= scores.max(axis=2, keepdims=True, initial=-np.inf)
    np.exp(scores, out=scores)
    scores /= scores.sum(axis=2, keepdims=True)
    return np.asarray(scores @ v, np.float32)


def numba_attention(q: Heads, k: Heads, v: Heads) -> Heads:  # noqa: C901, PLR0912 - the loops of three kernels in one
    """Keep the scores of 32 queries in the cache until they are used; compiled by numba, blocks run on all cores.

    64 keys' scores are computed side by side in SIMD lanes, because keys are turned into columns first; four columns,
    and later four values, are added for each load and store of what they are added to. exp is softmax's, written out.
    """
    heads, queries, width = q.shape
    keys = k.shape[1]
    quads, tiles, blocks = (width + 3) // 4, (keys + 63) // 64, (queries + 31) // 32
    scale = np.float32(1 / np.sqrt(width))
    result = np.empty_like(q)
    columns = np.empty((heads, tiles, 4 * quads, 64), np.float32)
    for h in prange(heads):  # type: ignore[name-defined]  # noqa: F821 - numba's, bound when it is loaded
        for t in range(tiles):
            for w in range(4 * quads):
                for j in range(64):
                    inside = w < width and 64 * t + j < keys
                    columns[h, t, w, j] = k[h, 64 * t + j, w] * scale if inside else np.float32(0)
    for b in prange(heads * blocks):  # type: ignore[name-defined]  # noqa: F821 - as above
        h, first = b // blocks, b % blocks * 32
        count = min(32, queries - first)
        scores = np.empty((count, tiles * 64), np.float32)
        row = np.empty(64, np.float32)
        for t in range(tiles):
            for i in range(count):
                for j in range(64):
                    row[j] = np.float32(0 if 64 * t + j < keys else -np.inf)
                for w in range(quads):
                    q0, q1 = q[h, first + i, 4 * w], q[h, first + i, min(4 * w + 1, width - 1)]
                    q2 = q[h, first + i, min(4 * w + 2, width - 1)]
                    q3 = q[h, first + i, min(4 * w + 3, width - 1)]
                    for j in range(64):
                        row[j] += (q0 * columns[h, t, 4 * w, j] + q1 * columns[h, t, 4 * w + 1, j]) + (
                            q2 * columns[h, t, 4 * w + 2, j] + q3 * columns[h, t, 4 * w + 3, j]
                        )
                for j in range(64):
                    scores[i, 64 * t + j] = row[j]
        for i in range(count):
            top = scores[i, 0]
            for j in range(1, keys):
                top = max(top, scores[i, j])
            total = np.float32(0)
            for j in range(tiles * 64):
                distance = scores[i, j] - top
                d = np.float32(-87.3) if distance < np.float32(-87.3) else distance  # noqa: FURB136 - NaN stays
                n = np.int32(d * np.float32(1.4426950408889634) - np.float32(0.5))
                f = d - np.float32(n) * np.float32(0.6931471805599453)
                p = np.float32(1 / 720) * f + np.float32(1 / 120)
                p = p * f + np.float32(1 / 24)
                p = p * f + np.float32(1 / 6)
                p = p * f + np.float32(1 / 2)
                p = (p * f + np.float32(1)) * f + np.float32(1)
                power = p * np.int32((n + np.int32(127)) << 23).view(np.float32)
                scores[i, j] = np.float32(0) if distance < np.float32(-87.3) else power
                total += scores[i, j]
            factor = np.float32(1) / total
            for j in range(tiles * 64):
                scores[i, j] *= factor
            for w in range(width):
                result[h, first + i, w] = np.float32(0)
        for t in range(tiles):
            for i in range(count):
                for s in range(16 * t, min(16 * t + 16, (keys + 3) // 4)):
                    p0, p1, p2, p3 = scores[i, 4 * s], scores[i, 4 * s + 1], scores[i, 4 * s + 2], scores[i, 4 * s + 3]
                    j1, j2, j3 = min(4 * s + 1, keys - 1), min(4 * s + 2, keys - 1), min(4 * s + 3, keys - 1)
                    for w in range(width):  # beyond the last key, weights are zero
                        result[h, first + i, w] += (p0 * v[h, 4 * s, w] + p1 * v[h, j1, w]) + (
                            p2 * v[h, j2, w] + p3 * v[h, j3, w]
                        )
    return result


def torch_attention(q: Any, k: Any, v: Any) -> Any:
    """Take torch's fused attention, which picks a kernel by itself; it wants a batch in front."""
    from torch.nn.functional import scaled_dot_product_attention  # noqa: PLC0415 - heavy, and needed only here

    return scaled_dot_product_attention(q[None], k[None], v[None])[0]
