"""What a race found, for a test and for the student who reads it."""

from __future__ import annotations

from dataclasses import dataclass

from . import ladder

__all__ = ["Outcome"]


@dataclass(frozen=True)
class Outcome:
    """The result of a race.

    >>> outcome = race(scan, reference, make_inputs)
    >>> assert outcome.correct, outcome.message
    >>> outcome.points(5)
    4.0

    `correct` says whether every result was the reference's. `share` is the student's speed as a share of the
    reference's: 1 is level, 2 twice as fast. Times are those of the fastest tenth of `rounds`, in seconds, without what
    it takes to get to the function and back, which is `transfer`; `spread` is the relative error of `share`, as far as
    that is below 1. `refused` says why the times don't count although the results are right, "" where they do. Not
    `apart`, everything ran in this process: good for a first impression.
    """

    correct: bool
    message: str
    share: float = 0.0
    seconds: float = 0.0
    reference_seconds: float = 0.0
    transfer: float = 0.0
    spread: float = 0.0
    rounds: int = 0
    refused: str = ""
    apart: bool = True
    tiers: tuple[float, ...] = ladder.TIERS

    @property
    def tier(self) -> int:
        """How many of the tiers are reached; 0 for results that are wrong or refused."""
        return ladder.reached(self.share, self.tiers) if self.correct and not self.refused else 0

    def points(self, most: float) -> float:
        """Return the points of the tier that is reached, out of `most`."""
        return round(most * self.tier / len(self.tiers), 6)
