"""The problem: oracle, examples, costs and tolerance of the gravitational n-body problem."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from typing import TYPE_CHECKING

import numpy as np
from numpy.typing import NDArray

from underhood_kernels.families.nbody.inputs import check_inputs
from underhood_kernels.families.nbody.variants import VARIANTS
from underhood_kernels.family import Dimension, Family
from underhood_kernels.inputs import generator
from underhood_kernels.rounding import TINY, UNIT, sum_error

if TYPE_CHECKING:
    from collections.abc import Callable

Array = NDArray[np.float32]
Exact = NDArray[np.float64]

FLOPS = 20  # of an interaction, by convention: an inverse root and its cube count as some of them
ROUNDINGS = 32  # units that a term may err by, see `tolerance`
PAIRS = 1 << 14  # that a thread of the oracle holds at a time: its arrays fit a core's cache


def example(size: int, seed: int = 0) -> tuple[Array, Array]:
    """Return a cluster of `size` bodies around the origin, of total mass about 1, and the softening 1/64."""
    random = generator("nbody", seed, size=size)
    bodies = np.empty((size, 4), np.float32)
    bodies[:, :3] = random.standard_normal((size, 3), dtype=np.float32)
    bodies[:, 3] = random.uniform(0.5, 1.5, size) / max(1, size)
    return bodies, np.array([1 / 64], np.float32)


def reference(bodies: Array, softening: Array) -> Array:
    """Return the accelerations computed in float64 and rounded once."""
    bodies, softening = check_inputs(bodies, softening)
    return _sums(bodies, softening, lambda offset, pull: pull * offset).astype(np.float32)


def _sums(bodies: Array, softening: Array, term: Callable[[Exact, Exact], Exact]) -> Exact:
    """Return Σⱼ term(d, m / (|d|² + ε²)^(3/2)) for each body and axis, d the offset to body j; on every core."""
    exact = bodies.astype(np.float64)
    result = np.empty((len(bodies), 3))
    block = max(1, PAIRS // max(1, len(bodies)))

    def fill(first: int) -> None:
        rows = slice(first, first + block)
        with np.errstate(invalid="ignore", over="ignore"):  # ∞ − ∞ is NaN here as in every variant
            offsets = [exact[:, axis] - exact[rows, None, axis] for axis in range(3)]
            squared = sum((offset * offset for offset in offsets), np.float64(softening[0]) ** 2)
            pull = exact[:, 3] / (squared * np.sqrt(squared))
            for axis, offset in enumerate(offsets):
                result[rows, axis] = term(offset, pull).sum(axis=1)

    with ThreadPoolExecutor() as pool:
        list(pool.map(fill, range(0, len(bodies), block)))  # the list raises what a thread has raised
    return result


def flops(bodies: Array, softening: Array) -> int:  # noqa: ARG001 - a family's costs are functions of its inputs
    """Return 20 operations for every ordered pair of bodies, each with itself included."""
    return FLOPS * len(bodies) ** 2


def least_bytes(bodies: Array, softening: Array) -> int:  # noqa: ARG001
    """Return bodies and softening read once and the result written once."""
    return 4 * (7 * len(bodies) + 1)


def tolerance(bodies: Array, softening: Array) -> NDArray[np.float64]:
    """Return each component's largest rounding error in float32.

    A term m d / r³ errs by its 27 roundings: an offset has one, r² = |d|² + ε² at most 7, its inverse root half as many
    and the 4 of 2 units in the last place that WGSL allows, its cube three times those 7.5, which are 23; two products
    make the cube, one brings in the mass, one the offset. (32 leave room for their products.) The terms are summed as
    `sum_error` has it; that a running sum in float32 also keeps to it is no certainty but a matter of probability, for
    its errors grow as √n (Higham and Mary, A New Approach to Probabilistic Rounding Error Analysis, 2019).
    """
    magnitudes = _sums(bodies, softening, lambda offset, pull: np.abs(pull * offset))
    flushed = TINY * _sums(bodies, softening, lambda offset, _: np.abs(offset))  # pulls below the normal numbers
    with np.errstate(invalid="ignore"):
        return ROUNDINGS * UNIT * magnitudes + sum_error(len(bodies), magnitudes) + flushed


FAMILY = Family(
    name="nbody",
    title="n-body",
    summary="Every body pulls every other: much arithmetic on few data, if the data stay near.",
    dimensions={
        "size": Dimension("bodies", 4096, 0, 1 << 20, (256, 1024, 4096, 16_384, 65_536)),
    },
    example=example,
    reference=reference,
    flops=flops,
    bytes=least_bytes,
    tolerance=tolerance,
    variants=VARIANTS,
)
