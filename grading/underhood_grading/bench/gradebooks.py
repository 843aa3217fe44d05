"""What a gradebook says, read beside the command that writes it."""

from __future__ import annotations

import sqlite3
from contextlib import closing
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from pathlib import Path

__all__ = ["Score", "count_scored", "differences", "read_scores"]

Score = tuple[str, str]
"""A student and a cell."""

_SCORED = "SELECT COUNT(DISTINCT notebook_id) FROM grade WHERE auto_score IS NOT NULL"
_SCORES = (
    "SELECT submitted_assignment.student_id, base_cell.name, grade.auto_score FROM grade "
    "JOIN submitted_notebook ON grade.notebook_id = submitted_notebook.id "
    "JOIN submitted_assignment ON submitted_notebook.assignment_id = submitted_assignment.id "
    "JOIN base_cell ON grade.cell_id = base_cell.id"
)


def count_scored(course: Path) -> int:
    """Return how many submitted notebooks have a score; 0 while the gradebook is locked."""
    try:
        with closing(_open(course)) as gradebook:
            return int(gradebook.execute(_SCORED).fetchone()[0])
    except sqlite3.OperationalError:
        return 0


def read_scores(course: Path) -> dict[Score, float | None]:
    """Return the automatic score of each student's graded cells."""
    with closing(_open(course)) as gradebook:
        return {(student, cell): score for student, cell, score in gradebook.execute(_SCORES)}


def differences(ours: Path, stock: Path, students: tuple[str, ...]) -> list[str]:
    """Return a sentence for each cell of these students whose scores differ between two courses.

    >>> differences(ours, stock, ("ada",))
    ['ada, test-scan: 2.0 here, 0.0 by stock nbgrader']
    """
    mine, theirs = read_scores(ours), read_scores(stock)
    wanted = sorted(key for key in {*mine, *theirs} if key[0] in students)
    return [
        f"{student}, {cell}: {mine.get((student, cell))} here, {theirs.get((student, cell))} by stock nbgrader"
        for student, cell in wanted
        if mine.get((student, cell)) != theirs.get((student, cell))
    ]


def _open(course: Path) -> sqlite3.Connection:
    return sqlite3.connect(f"file:{course / 'gradebook.db'}?mode=ro", uri=True, timeout=0)
