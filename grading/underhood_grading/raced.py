"""What is kept of a race once its notebook was run: plain data, a share of the reference and no times."""

from __future__ import annotations

import math
from typing import TYPE_CHECKING, Any, TypedDict

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable

    from .speed import Outcome

__all__ = ["MOST_RACES", "Raced", "checked_races", "line_of_text", "noted"]

MOST_RACES = 50
"""Of one submission; what is raced beyond is not kept."""

_MOST_SHARE = 1e9  # of a count's: a reference's million sectors against none
_MOST_STEPS = 10_000
_MOST_NAME = 60  # letters, without a number behind it


class Raced(TypedDict):
    """A race by the test cell it was held in and its name there.

    `share` is the student's speed as a share of the reference's; 0 is a race that does not count: wrong results, or
    refused. `tier` of `tiers` steps of the ladder are reached.
    """

    cell: str
    name: str
    share: float
    tier: int
    tiers: int


def noted(cell: str, name: str, outcome: Outcome, before: Collection[Raced]) -> Raced:
    """Return what is kept of an outcome.

    >>> noted("test-scan", "", outcome, [])
    {'cell': 'test-scan', 'name': 'test-scan', 'share': 0.84, 'tier': 4, 'tiers': 5}

    A race without a name has its cell's. The second of a name in a cell is called so with a 2, and so on.
    """
    first = line_of_text(name, _MOST_NAME) or line_of_text(cell, _MOST_NAME)
    taken = {one["name"] for one in before if one["cell"] == cell}
    name, number = first, 1
    while name in taken:
        number += 1
        name = f"{first} {number}"
    counts = outcome.correct and not outcome.refused and math.isfinite(outcome.share)
    # Two digits are what a race finds out; a third would make a difference of noise.
    share = min(_MOST_SHARE, max(0.0, round(outcome.share, 2))) if counts else 0.0
    return {"cell": cell, "name": name, "share": share, "tier": outcome.tier, "tiers": len(outcome.tiers)}


def checked_races(found: object, cells: Iterable[str] | None = None) -> list[Raced]:
    """Return races as they came from elsewhere, made anew.

    Raises ValueError, with a few words, for what `noted` can't have made, and for a cell that is none of `cells`.
    """
    if not isinstance(found, list | tuple) or len(found) > MOST_RACES:
        raise ValueError("its races are no list of races")
    known = None if cells is None else set(cells)
    races = [_checked(one, known) for one in found]
    if len({(one["cell"], one["name"]) for one in races}) < len(races):
        raise ValueError("it has a race twice")
    return races


def line_of_text(text: object, most: int) -> str:
    r"""Return a text as one line of at most so many printable letters: for terminals and pages, without control codes.

    >>> line_of_text("matrix\n\x1b[31m product", 20)
    'matrix [31m product'
    """
    # Not `isinstance`: what a student's function returned may say that it is a text.
    words = "".join(one if one.isprintable() else " " for one in text).split() if type(text) is str else []
    return " ".join(words)[:most].strip()


def _checked(one: Any, cells: set[str] | None) -> Raced:
    if not isinstance(one, dict) or one.keys() != Raced.__annotations__.keys():
        raise ValueError("one of its races has other fields than a race")
    cell, name, share, tier, tiers = (one[key] for key in Raced.__annotations__)
    if not isinstance(cell, str) or (cells is not None and cell not in cells):
        raise ValueError("it has a race of a cell that is not graded")
    if not isinstance(name, str) or not 0 < len(name) <= _MOST_NAME + 3 or not name.isprintable():
        raise ValueError("a race's name is no line of text")
    if isinstance(share, bool) or not isinstance(share, int | float) or not 0 <= share <= _MOST_SHARE:
        raise ValueError(f"the share of `{name}` is no share")
    if not all(type(step) is int for step in (tier, tiers)) or not 0 <= tier <= tiers <= _MOST_STEPS:
        raise ValueError(f"the tiers of `{name}` are no steps of a ladder")
    return {"cell": cell, "name": name, "share": float(share), "tier": tier, "tiers": tiers}
