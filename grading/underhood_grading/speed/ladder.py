"""From a share of the reference's speed to points."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Sequence

__all__ = ["TIERS", "checked", "reached"]

TIERS = (0.08, 0.13, 0.36, 0.69, 0.85)
"""Shares of the reference's speed from which each step of the ladder is reached."""


def checked(tiers: Sequence[float]) -> tuple[float, ...]:
    """Return tiers as a tuple; raises ValueError if they are none that can be climbed."""
    found = tuple(float(one) for one in tiers)
    if not found or found != tuple(sorted(set(found))) or found[0] <= 0:
        raise ValueError(f"tiers must be shares above 0 in rising order, not {tiers!r}")
    return found


def reached(share: float, tiers: Sequence[float]) -> int:
    """Return how many of the tiers a share reaches.

    >>> reached(0.5, TIERS)
    3
    """
    return sum(share >= one for one in tiers)
