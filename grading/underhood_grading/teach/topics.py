"""`underhood teach topics`: what each student has shown of each topic."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from .overview import status
from .tables import csv_text

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from underhood_course.handin import Handin

    from underhood_grading.policy import PartScore

    from .course import Course

__all__ = ["Topics", "topics"]


@dataclass(frozen=True)
class Topics:
    """Shares from 0 to 1 by student and topic; a topic of which nothing is graded is not there."""

    topics: tuple[str, ...]
    students: Mapping[str, Mapping[str, float]]

    def to_csv(self) -> str:
        """Return the matrix as CSV, a line per student and a column per topic."""
        return csv_text(
            ["student", *self.topics],
            [[name, *(row.get(topic) for topic in self.topics)] for name, row in self.students.items()],
        )

    def __str__(self) -> str:
        """Set the matrix as a table for people, in percent."""
        if not self.students:
            return "nothing is graded yet"
        width = max(len(name) for name in (*self.students, "student"))
        lines = ["  ".join([f"{'student':<{width}}", *(f"{one:>5}" for one in self.topics)])]
        for name, row in self.students.items():
            shares = ("–" if topic not in row else f"{100 * row[topic]:.0f} %" for topic in self.topics)
            cells = (f"{one:>{max(5, len(topic))}}" for one, topic in zip(shares, self.topics, strict=True))
            lines.append("  ".join([f"{name:<{width}}", *cells]))
        return "\n".join(lines)


def topics(course: Course) -> Topics:
    """Say which share of a topic's points each student has, over all hand-ins that are graded.

    >>> print(topics(course))
    student  memory   gpus
    ada       100 %   67 %

    A part belongs to the topics that `handin.toml` gives it, or to its module. The share is of the
    required parts' points; points of invited parts come on top, up to the whole, and where a topic
    has invited parts alone it is there for those who have tried one.

    Raises TeachError if a hand-in is faulty or the gradebook can't be read.
    """
    found: dict[str, dict[str, list[float]]] = {}
    order: dict[str, None] = {}
    for one in status(course):
        handin = course.handin(one["handin"])
        order |= dict.fromkeys(topic for part in handin.parts for topic in (part.topics or _module(handin)))
        for row in one["submissions"]:
            if row["score"] is None:
                continue
            for topic, part in _parts(handin, row["parts"]):
                sums = found.setdefault(row["student"], {}).setdefault(topic, [0.0, 0.0, 0.0])
                sums[0] += max(0.0, part["score"] or 0.0)
                sums[1 if part["kind"] == "required" else 2] += part["max_score"]
    students = {
        name: {topic: share for topic, sums in rows.items() if (share := _share(*sums)) is not None}
        for name, rows in sorted(found.items())
    }
    return Topics(tuple(order), students)


def _module(handin: Handin) -> tuple[str]:
    return (handin.module or handin.name,)


def _parts(handin: Handin, scores: list[PartScore]) -> Iterator[tuple[str, PartScore]]:
    for part, score in zip(handin.parts, scores, strict=True):
        for topic in part.topics or _module(handin):
            yield topic, score


def _share(points: float, required: float, invited: float) -> float | None:
    if required:
        return round(min(1.0, points / required), 4)
    return round(min(1.0, points / invited), 4) if invited and points else None
