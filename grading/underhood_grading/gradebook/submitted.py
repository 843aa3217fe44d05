"""What the gradebook has of submissions, asked for all students at once: nbgrader's own objects ask for each cell."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from nbgrader.api import Assignment, BaseCell, Grade, SubmittedAssignment, SubmittedNotebook
from sqlalchemy import select

if TYPE_CHECKING:
    from datetime import datetime, timedelta

    from nbgrader.api import Gradebook

__all__ = ["Submitted", "submitted"]


@dataclass
class Submitted:
    """A student's submission: when it was handed in (UTC, naive), and the points by cell, a person's first."""

    time: datetime | None
    extension: timedelta | None
    penalty: float = 0.0
    points: dict[str, float] = field(default_factory=dict)


def submitted(gradebook: Gradebook, handin: str, student: str | None = None) -> dict[str, Submitted]:
    """Return the submissions of a hand-in by student, of all or of one; who has none is left out.

    >>> submitted(gradebook, "convolution")["ada"].points
    {'conv-naive': 2.0, 'conv-padded': 0.0}
    """
    wanted = [Assignment.name == handin]
    if student is not None:
        wanted.append(SubmittedAssignment.student_id == student)
    who = SubmittedAssignment.student_id
    each = select(who, SubmittedAssignment.timestamp, SubmittedAssignment.extension)
    each = each.join(SubmittedAssignment.assignment).where(*wanted)
    found = {row.student_id: Submitted(row.timestamp, row.extension) for row in gradebook.db.execute(each)}
    notebooks = select(who, SubmittedNotebook.late_submission_penalty)
    notebooks = notebooks.join(SubmittedNotebook.assignment).join(SubmittedAssignment.assignment).where(*wanted)
    for name, penalty in gradebook.db.execute(notebooks):
        found[name].penalty += penalty or 0.0
    grades = select(who, BaseCell.name, Grade.score).join(Grade.cell).join(Grade.notebook)
    grades = grades.join(SubmittedNotebook.assignment).join(SubmittedAssignment.assignment).where(*wanted)
    for name, cell, score in gradebook.db.execute(grades):
        points = found[name].points
        points[cell] = points.get(cell, 0.0) + score
    return found
