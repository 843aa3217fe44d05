"""The problem: oracle, examples, costs and tolerance of softmax."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from underhood_kernels.families.softmax.inputs import check_inputs
from underhood_kernels.families.softmax.rounding import added_up, weight_errors
from underhood_kernels.families.softmax.variants import VARIANTS
from underhood_kernels.family import Dimension, Family
from underhood_kernels.inputs import generator
from underhood_kernels.rounding import TINY, UNIT

Matrix = NDArray[np.float32]
OPERATIONS = 5  # per element: comparison, subtraction, exp, addition, division


def example(size: int, seed: int = 0, *, columns: int | None = None) -> tuple[Matrix]:
    """Return a random matrix of `size` rows, zero-mean with variance 9; square without a number of `columns`."""
    columns = size if columns is None else columns
    random = generator("softmax", seed, size=size, columns=columns)
    return (3 * random.standard_normal((size, columns), dtype=np.float32),)


def weights(exponents: NDArray[np.float64]) -> NDArray[np.float64]:
    """Return the softmax of each row, in float64."""
    with np.errstate(invalid="ignore"):  # ∞ − ∞ is NaN here as in every variant
        powers = np.exp(exponents - exponents.max(axis=-1, keepdims=True, initial=-np.inf))
        return np.asarray(powers / powers.sum(axis=-1, keepdims=True))


def reference(x: Matrix) -> Matrix:
    """Return the weights computed in float64 and rounded once."""
    return weights(check_inputs(x)[0].astype(np.float64)).astype(np.float32)


def flops(x: Matrix) -> int:
    """Return five operations for every element, exp counted as one."""
    return OPERATIONS * x.size


def least_bytes(x: Matrix) -> int:
    """Return the matrix read once and the result written once."""
    return 2 * 4 * x.size


def tolerance(x: Matrix) -> NDArray[np.float64]:
    """Return each element's largest rounding error in float32.

    With εⱼ the relative error of a row's powers (`weight_errors`), a weight p errs by p·(εⱼ + Σᵢ pᵢεᵢ + γ): its own
    power, the sum's powers, and adding those up. WGSL's division adds 2.5 ulp, the oracle's rounding u, and GPUs may
    flush what is smaller than the smallest normal number, before and after that division.
    """
    exponents = check_inputs(x)[0].astype(np.float64)
    terms = exponents.shape[1]
    p = weights(exponents)
    with np.errstate(invalid="ignore"):
        own = weight_errors(exponents.max(axis=1, keepdims=True, initial=-np.inf) - exponents, terms)
    shared = np.sum(p * own, axis=1, keepdims=True) + added_up(terms) + 6 * UNIT
    return np.asarray(p * (own + shared) + 2 * TINY)


FAMILY = Family(
    name="softmax",
    title="Softmax",
    summary="Make weights of each row's numbers: a row must be known whole before its first result is.",
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
