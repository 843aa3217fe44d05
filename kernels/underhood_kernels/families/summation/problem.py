"""The problems: oracle, examples, costs and tolerances of the four methods of summation.

The sections are those of Higham, Accuracy and Stability of Numerical Algorithms (SIAM, second edition, 2002).
"""

from __future__ import annotations

from math import isqrt
from typing import TYPE_CHECKING

import numpy as np
from numpy.typing import NDArray

from underhood_kernels.families.summation.inputs import checker
from underhood_kernels.families.summation.oracle import rounded_sum
from underhood_kernels.families.summation.variants import VARIANTS
from underhood_kernels.family import Dimension, Family
from underhood_kernels.inputs import generator
from underhood_kernels.rounding import TINY, UNIT

if TYPE_CHECKING:
    from collections.abc import Callable

Vector = NDArray[np.float32]

COMPENSATED = ("sum_kahan", "sum_klein")
OPERATIONS = {"sum_naive": 1, "sum_kahan": 4, "sum_klein": 13, "sum_pairwise": 1}  # for each value
LEAF = 12  # additions more than a tree's height that a value may see: NumPy's leaves are 128 values in 8 running totals


def _example(family: str) -> Callable[..., tuple[Vector]]:
    def example(size: int, seed: int = 0, *, digits: int = 0) -> tuple[Vector]:
        """Return `size` random numbers, zero-mean: variance 1, or two thirds of them 10^digits times as large.

        Each of the large ones has its negative somewhere, so that they cancel, and with them about so many decimal
        digits of every running total.
        """
        random = generator(family, seed, size=size, digits=digits)
        values = random.standard_normal(size, dtype=np.float32)
        if digits:
            third = size // 3
            values[:third] *= np.float32(10.0**digits)
            values[third : 2 * third] = -values[:third]
            random.shuffle(values)
        return (values,)

    return example


def _reference(family: str) -> Callable[..., Vector]:
    def reference(values: Vector) -> Vector:
        """Return the exact sum rounded once, as a vector of one; compensated sums of what is not finite are NaN."""
        (values,) = checker(family)(values)
        if family in COMPENSATED and not np.isfinite(values).all():
            return np.full(1, np.nan, np.float32)
        return rounded_sum(values)

    return reference


def _tolerance(family: str) -> Callable[..., NDArray[np.float64]]:
    def tolerance(values: Vector) -> NDArray[np.float64]:
        """Return the bound on the method's error, and one rounding of the oracle.

        h is the height of blocked sums, as in `rounding.sum_error`, and γₕ = h·u / (1 − h·u). Naive: (n − 1)·u·Σ|x| in
        any order (Jeannerod and Rump, Improved error bounds for inner products in floating-point arithmetic, 2013).
        Pairwise: γ·Σ|x| of the height (section 4.2). Kahan: 2u·Σ|x| and terms in h·u² (section 4.3), and the last
        subtraction. Klein: two levels of exact additions leave γₕ³·Σ|x|, to which adds u times what the second level
        adds up to, γₕ²·Σ|x| (Ogita, Rump and Oishi, Accurate sum and dot product, 2005, proposition 4.10).
        """
        with np.errstate(invalid="ignore", over="ignore"):
            magnitudes = float(np.sum(np.abs(values), dtype=np.float64))
            once = UNIT * abs(float(rounded_sum(values)[0]))
        n = len(values)
        height = (2 * isqrt(n) + 64) * UNIT
        gamma = height / (1 - height)
        tree = (max(0, n - 1).bit_length() + LEAF) * UNIT
        bound = {
            "sum_naive": max(0, n - 1) * UNIT * magnitudes,
            "sum_pairwise": tree / (1 - tree) * magnitudes,
            "sum_kahan": (2 + 4 * height) * UNIT * magnitudes + once,
            "sum_klein": 2 * gamma**2 * (gamma + UNIT) * magnitudes + once,
        }[family]
        return np.array([bound + once + n * TINY])

    return tolerance


def _flops(family: str) -> Callable[..., int]:
    def flops(values: Vector) -> int:
        """Return the method's operations for each value but the first, which is there already."""
        return OPERATIONS[family] * max(0, len(values) - 1)

    return flops


def least_bytes(values: Vector) -> int:
    """Return the values read once and the result written once."""
    return 4 * (len(values) + 1)


def _family(name: str, title: str, summary: str) -> Family:
    return Family(
        name=name,
        title=title,
        summary=summary,
        dimensions={
            "size": Dimension(
                "values", 65_536, 0, 1 << 28, (1000, 4096, 16_384, 65_536, 262_144, 1_048_576, 4_194_304)
            ),
            "digits": Dimension("decimal digits that cancel", 0, 0, 12, (0, 1, 2, 3, 4, 5, 6, 7)),
        },
        example=_example(name),
        reference=_reference(name),
        flops=_flops(name),
        bytes=least_bytes,
        tolerance=_tolerance(name),
        variants=VARIANTS[name],
    )


NAIVE = _family(
    "sum_naive", "Naive summation", "Running totals: what each addition loses is lost, and more of it the more values."
)
KAHAN = _family(
    "sum_kahan",
    "Kahan summation",
    "What each addition loses is found and given back: as accurate for a million values.",
)
KLEIN = _family(
    "sum_klein", "Klein summation", "What is lost is added up twice over: right to the last digit where values cancel."
)
PAIRWISE = _family(
    "sum_pairwise", "Pairwise summation", "A tree, as parallel sums are anyway: each value meets few roundings."
)
