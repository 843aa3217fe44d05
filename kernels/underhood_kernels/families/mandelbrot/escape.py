"""The iteration in float64, and how far float32 may stray from it."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from underhood_kernels.rounding import TINY, UNIT

if TYPE_CHECKING:
    from numpy.typing import NDArray

    Axis = NDArray[np.float32]
    Counts = NDArray[np.int64]

BEYOND = 1e6  # a point this far out without certainty is never certain


def counts(x: Axis, y: Axis, limit: int) -> Counts:
    """Return how many of z₁, z₂, … come before the first beyond 2, at most `limit`, for every point."""
    point = (x.astype(np.float64) + 1j * y.astype(np.float64)[:, None]).reshape(-1)
    result = np.full(point.size, limit)
    places, z = np.arange(point.size), point
    for k in range(limit):
        left = _squared(z) > 4
        if left.any():
            result[places[left]] = k
            places, z, point = places[~left], z[~left], point[~left]
        z = z * z + point
    return result.reshape(len(y), len(x))


@np.errstate(over="ignore")  # an error that has become infinite is right: nothing is known
def bounds(x: Axis, y: Axis, limit: int) -> tuple[Counts, Counts]:
    """Return the least and the most that an iteration in float32 may count, for every point.

    With every zₖ goes a bound eₖ on its distance from what float32 has in its place. An iteration multiplies it by the
    length of the derivative, for (z + e)² = z² + 2ze + e², and adds new rounding errors. In whichever order z² + C is
    computed, fused or not, each of its two parts errs by at most u(2|z|² + |C| + |z'|), where |z'| ≤ |z|² + |C|, and
    both together by √2 times that. The test errs by 2u of |z|² at most, so by less than 2u of |z|. The count is certain
    as soon as |z| is beyond 2 by more than both errors.
    """
    point = (x.astype(np.float64) + 1j * y.astype(np.float64)[:, None]).reshape(-1)
    least, most = np.full(point.size, limit), np.full(point.size, limit)
    places, z, error = np.arange(point.size), point, np.zeros(point.size)
    for k in range(limit):
        length = np.sqrt(_squared(z))
        band = error + 2 * UNIT * (length + error)
        possible = (length + band > 2) & (least[places] == limit)
        least[places[possible]] = k
        certain = length - band > 2
        most[places[certain]] = k
        over = certain | (length > BEYOND)
        if over.any():
            stay = ~over
            places, z, point, error, length = places[stay], z[stay], point[stay], error[stay], length[stay]
        rounding = 1.5 * UNIT * (3 * (length + error) ** 2 + 2 * np.abs(point)) + 4 * TINY  # 1.5 is more than √2
        error = (2 * length + error) * error + rounding
        z = z * z + point
    shape = len(y), len(x)
    return least.reshape(shape), most.reshape(shape)


def _squared(z: NDArray[np.complex128]) -> NDArray[np.float64]:
    return np.asarray(z.real**2 + z.imag**2)
