"""From cells' points to parts and a score: only required parts count."""

from __future__ import annotations

from typing import TYPE_CHECKING, TypedDict

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from underhood_course.handin import Handin, PartKind

__all__ = ["PartScore", "Score", "score_of"]


class PartScore(TypedDict):
    """A part's line in `status --json` and in feedback; `score` is None before grading."""

    name: str
    kind: PartKind
    score: float | None
    max_score: float


class Score(TypedDict):
    """A submission's points: those of its required parts, then every part's."""

    score: float | None
    max_score: float
    parts: list[PartScore]


def score_of(
    handin: Handin,
    points: Mapping[str, float] | None,
    *,
    specializations: Iterable[str] = (),
    penalty: float = 0.0,
) -> Score:
    """Add up a submission's points.

    >>> score_of(handin, {"test-naive": 2.0, "test-shared": 0.0})["score"]
    2.0

    `points` are the gradebook's, by cell; None for a submission that is not graded. Invited parts
    are listed and neither raise nor lower the score. `penalty` is nbgrader's for being late.
    """
    chosen = tuple(specializations)
    parts: list[PartScore] = [
        {
            "name": part.name,
            "kind": handin.part_kind(part, chosen),
            "score": None if points is None else sum(points.get(cell, 0.0) for cell in part.cells),
            "max_score": part.points,
        }
        for part in handin.parts
    ]
    score = None
    if points is not None:
        score = sum(part["score"] or 0.0 for part in parts if part["kind"] == "required")
        score = max(0.0, score - penalty)
    return {"score": score, "max_score": handin.points(chosen), "parts": parts}
