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
    who, notebook = SubmittedAssignment.student_id, SubmittedNotebook
    # In one statement, because between two of them a run may store more.
    rows = select(who, SubmittedAssignment.timestamp, SubmittedAssignment.extension)
    rows = rows.add_columns(notebook.id, notebook.late_submission_penalty, BaseCell.name, Grade.score)
    rows = rows.join(SubmittedAssignment.assignment).where(Assignment.name == handin)
    rows = rows.outerjoin(SubmittedAssignment.notebooks).outerjoin(notebook.grades).outerjoin(Grade.cell)
    if student is not None:
        rows = rows.where(who == student)
    found: dict[str, Submitted] = {}
    penalized = set()
    for name, time, extension, key, penalty, cell, score in gradebook.db.execute(rows):
        one = found.setdefault(name, Submitted(time, extension))
        if key not in penalized:
            penalized.add(key)
            one.penalty += penalty or 0.0
        if cell is not None:
            one.points[cell] = one.points.get(cell, 0.0) + score
    return found
