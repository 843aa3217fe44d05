"""The problem: oracle, examples, costs and tolerance of attention."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
from numpy.typing import NDArray

from underhood_kernels.families.attention.inputs import check_inputs
from underhood_kernels.families.attention.variants import VARIANTS
from underhood_kernels.families.softmax.problem import OPERATIONS, weights
from underhood_kernels.families.softmax.rounding import added_up, weight_errors
from underhood_kernels.family import Dimension, Family
from underhood_kernels.inputs import generator
from underhood_kernels.rounding import TINY, UNIT

if TYPE_CHECKING:
    from collections.abc import Iterator

Heads = NDArray[np.float32]
Exact = NDArray[np.float64]
PIECE = 512  # queries whose scores the oracle holds at a time


def example(
    size: int, seed: int = 0, *, heads: int = 1, width: int = 64, keys: int | None = None
) -> tuple[Heads, Heads, Heads]:
    """Return random queries, keys and values, zero-mean with variance 1; `size` of each without a number of `keys`."""
    keys = size if keys is None else keys
    random = generator("attention", seed, size=size, heads=heads, width=width, keys=keys)
    q, k, v = (random.standard_normal((heads, n, width), dtype=np.float32) for n in (size, keys, keys))
    return q, k, v


def _pieces(q: Heads, k: Heads, v: Heads) -> Iterator[tuple[tuple[int, slice], Exact, Exact, Exact]]:
    """Yield a head and a slice of its queries with these queries, all keys and all values in float64."""
    for head in range(q.shape[0]):
        keys, values = k[head].astype(np.float64), v[head].astype(np.float64)
        for first in range(0, q.shape[1], PIECE):
            piece = slice(first, first + PIECE)
            yield (head, piece), q[head, piece].astype(np.float64), keys, values


def reference(q: Heads, k: Heads, v: Heads) -> Heads:
    """Return the results computed in float64 and rounded once."""
    q, k, v = check_inputs(q, k, v)
    result = np.empty_like(q)
    with np.errstate(invalid="ignore"):
        for place, queries, keys, values in _pieces(q, k, v):
            result[place] = weights(queries @ keys.T / np.sqrt(q.shape[2])) @ values
    return result


def flops(q: Heads, k: Heads, v: Heads) -> int:  # noqa: ARG001 - a family's costs are functions of its inputs
    """Return two products of matrices, two operations for each term, and softmax's five for every score."""
    heads, queries, width = q.shape
    return int(heads * queries * k.shape[1] * (4 * width + OPERATIONS))


def least_bytes(q: Heads, k: Heads, v: Heads) -> int:
    """Return the inputs read once and the result written once."""
    return 4 * (2 * q.size + k.size + v.size)


def tolerance(q: Heads, k: Heads, v: Heads) -> Exact:
    """Return each element's largest rounding error in float32.

    A score of `width` terms, added up in any order, errs by γ·Σ|q||k|/√width (Higham, Accuracy and Stability of
    Numerical Algorithms, 2002, section 3.1), and by 3u of itself for the scale, its rounding and a change of base. That
    much its weight errs relatively, and by what `weight_errors` says: εⱼ together. The weighted mean of the values is
    then off by Σⱼ pⱼ|vⱼ|(εⱼ + Σᵢ pᵢεᵢ + 2γ′), with γ′ for adding up the weights and the values, of which the latter are
    rescaled as the weights are; 6u for the division and the oracle's rounding.
    """
    q, k, v = check_inputs(q, k, v)
    terms, width = k.shape[1:]
    result = np.empty(q.shape)
    gamma = (width + 4) * UNIT / (1 - (width + 4) * UNIT)
    with np.errstate(invalid="ignore"):
        for place, queries, keys, values in _pieces(q, k, v):
            scores = queries @ keys.T / np.sqrt(width)
            p = weights(scores)
            own = weight_errors(scores.max(axis=1, keepdims=True) - scores, terms)
            own += gamma * (np.abs(queries) @ np.abs(keys).T) / np.sqrt(width)
            shared = np.sum(p * own, axis=1, keepdims=True) + 2 * added_up(terms) + 6 * UNIT
            result[place] = (p * (own + shared)) @ np.abs(values) + TINY * (1 + np.abs(values).sum(axis=0))
    return result


FAMILY = Family(
    name="attention",
    title="Attention",
    summary="Weigh values by how well keys match queries: far more scores than inputs, so they shouldn't reach memory.",
    dimensions={
        "size": Dimension("queries", 512, 0, 16_384, (64, 128, 256, 512, 1024, 2048, 4096)),
        "heads": Dimension("heads", 1, 0, 64, (1, 2, 4, 8, 16)),
        "width": Dimension("width", 64, 1, 256, (16, 32, 64, 96, 128)),
        "keys": Dimension("keys", 512, 1, 16_384, (64, 128, 256, 512, 1024, 2048, 4096)),
    },
    example=example,
    reference=reference,
    flops=flops,
    bytes=least_bytes,
    tolerance=tolerance,
    variants=VARIANTS,
)
