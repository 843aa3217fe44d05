"""The problem: oracle, examples, costs and tolerance of a cascade of second-order sections."""

from __future__ import annotations

from math import isqrt

import numpy as np
from numpy.typing import NDArray

from underhood_kernels.families.iir.blocked import BLOCK, filtered
from underhood_kernels.families.iir.inputs import check_inputs
from underhood_kernels.families.iir.variants import VARIANTS
from underhood_kernels.family import Dimension, Family
from underhood_kernels.inputs import generator
from underhood_kernels.rounding import TINY, UNIT

Matrix = NDArray[np.float32]

RESPONSE = 1 << 16  # samples of an impulse response that are looked at; what is stable has died away by then


def example(size: int, seed: int = 0, *, channels: int = 1, sections: int = 2) -> tuple[Matrix, Matrix]:
    """Return random channels of `size` samples, zero-mean with variance 1, and random stable sections.

    The poles have radii from 0.6 to 0.95, so that a state matters for some hundred samples, and the zeros lie anywhere.
    """
    random = generator("iir", seed, size=size, channels=channels)
    if sections < 1:
        raise ValueError(f"iir: sections must be 1 or more, not {sections}")
    signal = random.standard_normal((channels, size), dtype=np.float32)
    radius, angle = random.uniform(0.6, 0.95, sections), np.pi * random.uniform(0.1, 0.9, sections)
    zeros = random.standard_normal((sections, 3)) / 2
    return signal, np.column_stack([zeros, -2 * radius * np.cos(angle), radius**2]).astype(np.float32)


def reference(signal: Matrix, sections: Matrix) -> Matrix:
    """Return the outputs computed in float64, each rounded once; NaN where an input up to there is not finite."""
    signal, sections = check_inputs(signal, sections)
    return filtered(signal.astype(np.float64), sections).astype(np.float32)


def flops(signal: Matrix, sections: Matrix) -> int:
    """Return five multiplications and four additions for every sample and section."""
    return 9 * signal.size * len(sections)


def least_bytes(signal: Matrix, sections: Matrix) -> int:
    """Return signal and sections read once and the result written once."""
    return 4 * (2 * signal.size + sections.size)


def tolerance(signal: Matrix, sections: Matrix) -> NDArray[np.float64]:
    """Return each output's largest rounding error; it grows along a channel with the largest numbers so far.

    What is rounded in a step of a section, in y or in the state, reaches later outputs as an impulse through 1/A(z) and
    the sections behind it. So an error of ε in each step adds up to ε times the sum of that response's magnitudes. Of
    one step: u times the operands of each operation, which are at most |b|·max|x| and |a|·max|y| and their sums. A scan
    of blocks adds the rounding of M·s + e, where M is no larger than the largest response to a state; and blocks by
    matrices add up 256 products for an output, whose roundings come to √256·u of their magnitudes if they are
    independent (Higham and Mary, A new approach to probabilistic rounding error analysis, 2019).
    """
    signal, sections = check_inputs(signal, sections)
    if not signal.size:
        return np.zeros(signal.shape)
    impulse = np.zeros((1, min(signal.shape[1], RESPONSE)))
    impulse[0, 0] = 1
    x = np.where(np.isfinite(signal), signal, 0).astype(np.float64)
    error = np.zeros(signal.shape)
    for number, section in enumerate(sections):
        y = filtered(x, section[None])
        b, a = np.abs(section[:3].astype(np.float64)), np.abs(section[3:].astype(np.float64))
        largest_x, largest_y = (np.maximum.accumulate(np.abs(values), axis=1) for values in (x, y))
        only_poles = np.concatenate([[1, 0, 0], section[3:]])[None]
        to_later = filtered(impulse, sections[number + 1 :])
        poles, whole = filtered(impulse, only_poles), filtered(impulse, section[None])
        step = (3 * b[0] + 4 * b[1] + 7 * b[2]) * largest_x + (3 + 4 * a[0] + 7 * a[1]) * largest_y
        state = (b[0] + b[2]) * largest_x + (1 + a[1]) * largest_y
        carried = 8 * (1 + np.abs(poles).max()) * state
        products = isqrt(BLOCK) * np.abs(whole).sum() * largest_x * np.abs(to_later).sum()
        reach = np.abs(filtered(poles, sections[number + 1 :])).sum()
        error += UNIT * (reach * (step + carried) + products) + TINY * 10 * reach
        x = y
    return error + UNIT * np.abs(x) + TINY


FAMILY = Family(
    name="iir",
    title="IIR filter",
    summary="Every output needs the one before it, and yet stretches of a signal can be filtered at the same time.",
    dimensions={
        "size": Dimension("samples", 65_536, 0, 1 << 26, (1000, 4096, 16_384, 65_536, 262_144, 1_048_576, 4_194_304)),
        "channels": Dimension("channels", 1, 0, 65_536, (1, 2, 8, 64, 512)),
        "sections": Dimension("sections", 2, 1, 16, (1, 2, 3, 4)),
    },
    example=example,
    reference=reference,
    flops=flops,
    bytes=least_bytes,
    tolerance=tolerance,
    variants=VARIANTS,
)
