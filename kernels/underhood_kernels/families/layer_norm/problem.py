"""The problem: oracle, examples, costs and tolerance of layer normalisation."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from underhood_kernels.families.layer_norm.inputs import EPSILON, check_inputs
from underhood_kernels.families.layer_norm.variants import VARIANTS
from underhood_kernels.family import Dimension, Family
from underhood_kernels.inputs import generator
from underhood_kernels.rounding import TINY, UNIT, sum_error

Array = NDArray[np.float32]
Exact = NDArray[np.float64]
OPERATIONS = 8  # per element: the mean's addition; a subtraction, a product and an addition; four for the result


def example(size: int, seed: int = 0, *, columns: int | None = None) -> tuple[Array, Array, Array]:
    """Return a random matrix of `size` rows, each about a random mean, and a gain and a bias, all with variance 1.

    The matrix is square without a number of `columns`.
    """
    columns = size if columns is None else columns
    random = generator("layer_norm", seed, size=size, columns=columns)
    x = random.standard_normal((size, columns), dtype=np.float32)
    x += random.standard_normal((size, 1), dtype=np.float32)
    gain, bias = (random.standard_normal(columns, dtype=np.float32) for _ in range(2))
    return x, gain, bias


def _moments(x: Exact) -> tuple[Exact, Exact]:
    """Return each row's deviations from its mean, and their mean square."""
    count = max(1, x.shape[1])
    with np.errstate(invalid="ignore"):  # ∞ − ∞ is NaN here as in every variant
        deviations = x - x.sum(axis=1, keepdims=True) / count
        return deviations, np.sum(deviations**2, axis=1, keepdims=True) / count


def reference(x: Array, gain: Array, bias: Array) -> Array:
    """Return the result computed in float64 and rounded once."""
    x, gain, bias = check_inputs(x, gain, bias)
    deviations, variance = _moments(x.astype(np.float64))
    return np.asarray(deviations / np.sqrt(variance + EPSILON) * gain + bias, np.float32)


def flops(x: Array, gain: Array, bias: Array) -> int:  # noqa: ARG001 - a family's costs are functions of its inputs
    """Return eight operations for every element."""
    return OPERATIONS * x.size


def least_bytes(x: Array, gain: Array, bias: Array) -> int:
    """Return the inputs read once and the result written once."""
    return 4 * (2 * x.size + gain.size + bias.size)


def tolerance(x: Array, gain: Array, bias: Array) -> Exact:
    """Return each element's largest rounding error in float32.

    The mean errs by δ = γ·mean|x| and u·|μ|. The mean square errs by γκσ² + (γκ)²σ² for every way of adding it up here,
    κσ being the root mean square of x (Chan, Golub and LeVeque, Algorithms for computing the sample variance, 1983,
    table 1); γ is `sum_error`'s. With v that error, 1 / √(σ² + ε) errs by v/2 · (σ² + ε − v)^(−3/2), where σ² − v is
    zero at least, and by 8u of itself: 2 ulp for inverseSqrt, half of 2.5 ulp for the division before it, and ε's
    addition. Four more operations of u each make the result, and the oracle's is rounded.
    """
    x, gain, bias = check_inputs(x, gain, bias)
    exact = x.astype(np.float64)
    count = max(1, x.shape[1])
    deviations, variance = _moments(exact)
    with np.errstate(invalid="ignore"):
        mean = exact.sum(axis=1, keepdims=True) / count
        mean_error = sum_error(count, np.abs(exact).sum(axis=1, keepdims=True)) / count + UNIT * np.abs(mean)
        root = np.sqrt((exact**2).sum(axis=1, keepdims=True) / count)
        gamma = sum_error(count, np.ones(1)) - TINY
        square_error = gamma * np.sqrt(variance) * root + (gamma * root) ** 2 + TINY
        factor = 1 / np.sqrt(variance + EPSILON)
        factor_error = square_error / 2 * (np.maximum(0, variance - square_error) + EPSILON) ** -1.5 + 8 * UNIT * factor
        scaled = np.abs(deviations) * factor
        error = mean_error * (factor + factor_error) + np.abs(deviations) * factor_error + 4 * UNIT * scaled
        return np.asarray(np.abs(gain) * error + 2 * UNIT * (np.abs(gain) * scaled + np.abs(bias)) + 2 * TINY)


FAMILY = Family(
    name="layer_norm",
    title="Layer normalisation",
    summary="Give each row mean 0 and variance 1: two numbers must be known of a row before its first result is.",
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
