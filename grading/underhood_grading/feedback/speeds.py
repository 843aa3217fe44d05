"""What feedback says of a student's own races."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from underhood_grading.raced import Raced
    from underhood_grading.records import Record

__all__ = ["told_speeds"]


def told_speeds(record: Record) -> dict[str, str]:
    """Return sentences by test cell on the submission that was graded last, and on the best so far.

    >>> told_speeds(record)
    {'test-scan': "your speed: 84% of the reference's, step 4 of 5 (your best so far: 91%)"}

    A share of a hidden test's race is told like its points are; times are not.
    """
    best: dict[tuple[str, str], float] = {}
    for attempt in record.attempts:
        if attempt.tests == record.tests:
            for race in attempt.races:
                key = race["cell"], race["name"]
                best[key] = max(best.get(key, 0.0), race["share"])
    told: dict[str, list[str]] = {}
    for attempt in record.attempts:
        if attempt.submission == record.submission:
            for race in attempt.races:
                more = best.get((race["cell"], race["name"]), 0.0)
                told.setdefault(race["cell"], []).append(_sentence(race, more))
    return {cell: "\n".join(sentences) for cell, sentences in told.items()}


def _sentence(race: Raced, best: float) -> str:
    what = "your speed" if race["name"] == race["cell"] else f"your speed in {race['name']}"
    more = f" (your best so far: {best:.0%})" if best > race["share"] else ""
    return f"{what}: {race['share']:.0%} of the reference's, step {race['tier']} of {race['tiers']}{more}"
