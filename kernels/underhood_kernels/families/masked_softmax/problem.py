"""The problem: oracle, examples, costs and tolerance of the masked softmax."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from underhood_kernels.families.masked_softmax.inputs import check_inputs
from underhood_kernels.families.masked_softmax.variants import VARIANTS
from underhood_kernels.families.softmax.problem import OPERATIONS, weights
from underhood_kernels.families.softmax.rounding import added_up, weight_errors
from underhood_kernels.family import Dimension, Family
from underhood_kernels.inputs import generator
from underhood_kernels.rounding import TINY, UNIT

Array = NDArray[np.float32]
Exact = NDArray[np.float64]
WIDTH = 64  # of the queries and keys whose scores an example might be


def example(size: int, seed: int = 0, *, columns: int | None = None) -> tuple[Array, Array]:
    """Return a random matrix of `size` rows, zero-mean with variance 64, and 1/8; square without `columns`."""
    columns = size if columns is None else columns
    random = generator("masked_softmax", seed, size=size, columns=columns)
    root = np.float32(np.sqrt(WIDTH))
    return root * random.standard_normal((size, columns), dtype=np.float32), np.asarray(1 / root, np.float32)


def _exponents(x: Array, scale: Array) -> Exact:
    """Return the scaled matrix in float64, −∞ where it is masked."""
    x, scale = check_inputs(x, scale)
    keep = np.tri(*x.shape, dtype=np.bool_)
    with np.errstate(invalid="ignore"):
        return np.where(keep, scale.astype(np.float64) * x, -np.inf)


def reference(x: Array, scale: Array) -> Array:
    """Return the weights computed in float64 and rounded once."""
    return weights(_exponents(x, scale)).astype(np.float32)


def kept(x: Array) -> int:
    """Return how many elements the mask keeps."""
    rows, columns = x.shape
    square = min(rows, columns)
    return int(square * (square + 1) // 2 + (rows - square) * columns)


def flops(x: Array, scale: Array) -> int:  # noqa: ARG001 - a family's costs are functions of its inputs
    """Return a product and softmax's five operations for every element that is kept, exp counted as one."""
    return (OPERATIONS + 1) * kept(x)


def least_bytes(x: Array, scale: Array) -> int:  # noqa: ARG001
    """Return the elements that are kept read once and the result written once."""
    return 4 * (kept(x) + x.size)


def tolerance(x: Array, scale: Array) -> Exact:
    """Return each element's largest rounding error in float32: softmax's, and that of scaling.

    A product s·x rounded errs by u·|s·x|, and so does the largest one that is taken off it: as much each power errs
    relatively. Fused into one operation with the subtraction, it errs less.
    """
    exponents = _exponents(x, scale)
    terms = exponents.shape[1]
    p = weights(exponents)
    with np.errstate(invalid="ignore"):
        top = exponents.max(axis=1, keepdims=True, initial=-np.inf)
        products = np.where(np.isfinite(exponents), np.abs(exponents), 0) + np.abs(top)
        own = weight_errors(top - exponents, terms) + UNIT * products
        shared = np.sum(p * own, axis=1, keepdims=True) + added_up(terms) + 6 * UNIT
        return np.asarray(p * (own + shared) + 2 * TINY * (p > 0))


FAMILY = Family(
    name="masked_softmax",
    title="Softmax, scaled and masked",
    summary="Three steps that each cross memory, or one kernel that also leaves unread what the mask hides.",
    dimensions={
        "size": Dimension("rows", 1024, 0, 65_536, (1, 64, 256, 512, 1024, 2048, 4096, 8192)),
        "columns": Dimension("columns", 1024, 0, 65_536, (64, 256, 1000, 1024, 2048, 4096, 8192)),
    },
    example=example,
    reference=reference,
    flops=flops,
    bytes=least_bytes,
    tolerance=tolerance,
    variants=VARIANTS,
)
