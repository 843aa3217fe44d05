"""From cells' points to parts and a score."""

from __future__ import annotations

from typing import TYPE_CHECKING, TypedDict

from .lateness import IN_TIME

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

    from underhood_course.handin import Handin, PartKind

    from .lateness import Lateness

__all__ = ["PartScore", "Score", "best", "score"]


class PartScore(TypedDict):
    """A part's line in `status --json` and in feedback; `score` is None before grading."""

    name: str
    kind: PartKind
    score: float | None
    max_score: float


class Score(TypedDict):
    """A submission's points. All but `max_score`, `parts` and `late` are None before grading.

    `required` and `invited` are the points of these parts. `score` is what counts, out of
    `max_score` points of the required parts: `required + bonus - penalty`.
    """

    score: float | None
    max_score: float
    parts: list[PartScore]
    required: float | None
    invited: float | None
    bonus: float | None
    penalty: float | None
    late: bool


def score(
    handin: Handin,
    points: Mapping[str, float] | None,
    *,
    specializations: Iterable[str] = (),
    lateness: Lateness = IN_TIME,
    deducted: float = 0.0,
) -> Score:
    """Add up a submission's points and apply the hand-in's policy.

    >>> score(handin, {"test-naive": 2.0, "test-shared": 0.0})["score"]
    2.0

    `points` are the gradebook's, by cell; None for a submission that is not graded. Invited parts
    never lower the score: they add nothing, or up to the policy's `bonus_cap` of the required
    points. Being late costs the policy's share of all that; where the policy has no penalty,
    `deducted` is taken off, the points of nbgrader's own late policy.
    """
    chosen = tuple(specializations)
    most = handin.points(chosen)
    parts: list[PartScore] = [
        {
            "name": part.name,
            "kind": handin.part_kind(part, chosen),
            "score": None if points is None else _tidy(sum(points.get(cell, 0.0) for cell in part.cells)),
            "max_score": part.points,
        }
        for part in handin.parts
    ]
    found: Score = {
        "score": None,
        "max_score": most,
        "parts": parts,
        "required": None,
        "invited": None,
        "bonus": None,
        "penalty": None,
        "late": lateness.late,
    }
    if points is None:
        return found
    required = sum(part["score"] or 0.0 for part in parts if part["kind"] == "required")
    # A person may have given less than 0 in formgrader; an invited part does not count against anybody.
    invited = sum(max(0.0, part["score"] or 0.0) for part in parts if part["kind"] == "invited")
    bonus = min(invited, handin.policy.bonus_cap * most)
    whole = max(0.0, required + bonus)
    share = lateness.share(handin.policy.penalty)
    penalty = min(whole, deducted if handin.policy.penalty is None else share * whole)
    found["required"], found["invited"] = _tidy(required), _tidy(invited)
    found["bonus"], found["penalty"] = _tidy(bonus), _tidy(penalty)
    found["score"] = _tidy(whole - penalty)
    return found


def best(scores: Sequence[Score]) -> int:
    """Return which of the scores counts: the highest, the latest among equals.

    >>> best([score(handin, {"test-naive": 2.0}), score(handin, {"test-naive": 1.0})])
    0
    """
    return max(range(len(scores)), key=lambda place: (scores[place]["score"] or 0.0, place))


def _tidy(value: float) -> float:
    """Return a number of points without the dust of adding tenths."""
    return round(float(value), 9)
