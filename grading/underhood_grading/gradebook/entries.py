"""A submission's rows in nbgrader's database, written within the caller's transaction."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import TYPE_CHECKING, Any

from nbformat import NotebookNode, from_dict
from nbgrader.api import (
    Assignment,
    BaseCell,
    Comment,
    Grade,
    Notebook,
    Student,
    SubmittedAssignment,
    SubmittedNotebook,
    new_uuid,
)
from nbgrader.utils import compute_checksum
from sqlalchemy import bindparam, select

from underhood_grading.errors import TeachError

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping
    from datetime import timedelta

    from sqlalchemy.engine import Connection

    from .result import GradedSubmission

__all__ = ["Penalty", "Sheet", "points_of", "take_back", "write"]

Penalty = Callable[[str, float, float], float | None]
"""What being late costs: from student, a notebook's score and seconds late to points, as nbgrader's plugins say."""

# The tables of nbgrader's models: its models themselves compute scores and maxima with every row they load.
_STUDENT = Student.__table__
_SUBMISSION = SubmittedAssignment.__table__
_NOTEBOOK = SubmittedNotebook.__table__
_GRADE = Grade.__table__
_COMMENT = Comment.__table__

# Statements made once: making them takes longer than running them.
_FIND_STUDENT = select(_STUDENT.c.id).where(_STUDENT.c.id == bindparam("student"))
_FIND_SUBMISSION = select(_SUBMISSION.c.id, _SUBMISSION.c.extension, _SUBMISSION.c.timestamp).where(
    _SUBMISSION.c.assignment_id == bindparam("assignment"), _SUBMISSION.c.student_id == bindparam("student")
)
_FIND_NOTEBOOKS = select(_NOTEBOOK.c.notebook_id, _NOTEBOOK.c.id).where(_NOTEBOOK.c.assignment_id == bindparam("key"))
_FIND = {table: select(table).where(table.c.notebook_id == bindparam("notebook")) for table in (_GRADE, _COMMENT)}
_SET_TIME = _SUBMISSION.update().where(_SUBMISSION.c.id == bindparam("key")).values(timestamp=bindparam("time"))
_SET_GRADE = (
    _GRADE.update()
    .where(_GRADE.c.id == bindparam("key"))
    .values(auto_score=bindparam("score"), needs_manual_grade=bindparam("again"))
)
_SET_COMMENT = _COMMENT.update().where(_COMMENT.c.id == bindparam("key")).values(auto_comment=bindparam("words"))
_SET_PENALTY = (
    _NOTEBOOK.update().where(_NOTEBOOK.c.id == bindparam("key")).values(late_submission_penalty=bindparam("points"))
)

_NO_RESPONSE = "No response."  # nbgrader's words, which formgrader shows


@dataclass(frozen=True)
class _Cell:
    id: str
    name: str
    graded: bool
    commented: bool


@dataclass(frozen=True)
class Sheet:
    """What of a hand-in a submission's rows refer to: read once, for it does not change while grading."""

    assignment: str
    due: datetime | None
    notebooks: Mapping[str, str]
    cells: Mapping[str, tuple[_Cell, ...]]

    @classmethod
    def read(cls, connection: Connection, handin: str) -> Sheet:
        """Read a hand-in's. Raises TeachError if it was not released."""
        table = Assignment.__table__.c
        found = connection.execute(select(table.id, table.duedate).where(table.name == handin)).first()
        if found is None:
            message = f'"{handin}" was not released from this directory; run `underhood teach release {handin}` first'
            raise TeachError(message)
        table = Notebook.__table__.c
        rows = connection.execute(select(table.name, table.id).where(table.assignment_id == found.id))
        notebooks = {row.name: row.id for row in rows}
        cells: dict[str, list[_Cell]] = {key: [] for key in notebooks.values()}
        table = BaseCell.__table__.c
        of_these = table.notebook_id.in_(list(cells))
        for row in connection.execute(select(table.id, table.name, table.type, table.notebook_id).where(of_these)):
            graded, commented = row.type in ("GradeCell", "TaskCell"), row.type in ("SolutionCell", "TaskCell")
            cells[row.notebook_id].append(_Cell(row.id, row.name, graded, commented))
        return cls(found.id, found.duedate, notebooks, {key: tuple(some) for key, some in cells.items()})


def write(
    connection: Connection, sheet: Sheet, result: GradedSubmission, penalty: Penalty | None = None
) -> dict[str, float]:
    """Write a graded submission's rows; what people gave stays. Return the points by cell that are there now.

    As with nbgrader, a grade that a person gave is to be looked at again, and a cell without a
    score is to be graded; an answer that is still the stub gets the comment "No response.".
    """
    submission, extension = _submission(connection, sheet, result.student, result.timestamp)
    late = _seconds_late(_utc(result.timestamp), sheet.due, extension)
    graded = {one.name: one for one in result.notebooks}
    points: dict[str, float] = {}
    for key, notebook, name in _notebooks(connection, sheet, submission):
        mine = graded.get(name)
        counted = _write_grades(connection, sheet.cells[key], notebook, {} if mine is None else mine.scores)
        for cell, one in counted.items():
            points[cell] = points.get(cell, 0.0) + one
        score = sum(counted.values())
        unanswered = set() if mine is None else set(_unanswered(mine.notebook))
        _write_comments(connection, sheet.cells[key], notebook, unanswered)
        cost = penalty(result.student, score, late) if penalty is not None and late > 0 else None
        deducted = None if cost is None else min(max(0.0, float(cost)), max(0.0, score))
        connection.execute(_SET_PENALTY, {"key": notebook, "points": deducted})
    return points


def points_of(connection: Connection, sheet: Sheet, student: str) -> tuple[datetime | None, dict[str, float]]:
    """Return when a student handed in, and the points by cell that the gradebook has; none if it has nothing."""
    points: dict[str, float] = {}
    found = connection.execute(_FIND_SUBMISSION, {"assignment": sheet.assignment, "student": student}).first()
    if found is None:
        return None, points
    for key, notebook in connection.execute(_FIND_NOTEBOOKS, {"key": found.id}).all():
        names = {cell.id: cell.name for cell in sheet.cells.get(key, ())}
        for row in connection.execute(_FIND[_GRADE], {"notebook": notebook}):
            if row.cell_id in names:
                name = names[row.cell_id]
                points[name] = points.get(name, 0.0) + _points(row, row.auto_score)
    return found.timestamp, points


def take_back(connection: Connection, sheet: Sheet, student: str, timestamp: datetime | None) -> None:
    """Leave a submission's rows without points, for a person to look at; what people gave stays."""
    submission, _ = _submission(connection, sheet, student, timestamp)
    for key, notebook, _ in _notebooks(connection, sheet, submission):
        cells = sheet.cells[key]
        _add_missing(connection, _GRADE, notebook, [cell for cell in cells if cell.graded])
        _add_missing(connection, _COMMENT, notebook, [cell for cell in cells if cell.commented])
        of_this = _GRADE.update().where(_GRADE.c.notebook_id == notebook)
        connection.execute(of_this.values(auto_score=None, needs_manual_grade=True))
        connection.execute(_SET_PENALTY, {"key": notebook, "points": None})


def _submission(
    connection: Connection, sheet: Sheet, student: str, timestamp: datetime | None
) -> tuple[str, timedelta | None]:
    """Return a submission's id and extension; student and submission are made where they are new."""
    if connection.execute(_FIND_STUDENT, {"student": student}).first() is None:
        connection.execute(_STUDENT.insert(), {"id": student})
    found = connection.execute(_FIND_SUBMISSION, {"assignment": sheet.assignment, "student": student}).first()
    if found is None:
        key = new_uuid()
        values = {"id": key, "assignment_id": sheet.assignment, "student_id": student, "timestamp": _utc(timestamp)}
        connection.execute(_SUBMISSION.insert(), values)
        return key, None
    connection.execute(_SET_TIME, {"key": found.id, "time": _utc(timestamp)})
    return found.id, found.extension


def _notebooks(connection: Connection, sheet: Sheet, submission: str) -> list[tuple[str, str, str]]:
    """Return the ids of the released and of the submitted notebook, and its name."""
    there = {row.notebook_id: row.id for row in connection.execute(_FIND_NOTEBOOKS, {"key": submission})}
    for key in sheet.notebooks.values():
        if key not in there:
            there[key] = new_uuid()
            values = {"id": there[key], "notebook_id": key, "assignment_id": submission}
            connection.execute(_NOTEBOOK.insert(), values)
    return [(key, there[key], name) for name, key in sheet.notebooks.items()]


def _add_missing(
    connection: Connection,
    table: Any,
    notebook: str,
    cells: Iterable[_Cell],
    values: Callable[[_Cell], Mapping[str, Any]] = lambda _cell: {},
) -> list[Any]:
    """Return those of a notebook's grades or comments that were there; for other cells they are made, with `values`."""
    rows = connection.execute(_FIND[table], {"notebook": notebook}).all()
    there = {row.cell_id for row in rows}
    missing = [{"cell_id": one.id, "notebook_id": notebook, **values(one)} for one in cells if one.id not in there]
    if missing:
        connection.execute(table.insert(), missing)
    return list(rows)


def _write_grades(
    connection: Connection, cells: Iterable[_Cell], notebook: str, scores: Mapping[str, float | None]
) -> dict[str, float]:
    """Write a notebook's scores and return what each cell counts."""
    graded = {cell.id: cell for cell in cells if cell.graded}

    def new(cell: _Cell) -> dict[str, Any]:
        score = scores.get(cell.name, 0.0)
        return {"auto_score": score, "needs_manual_grade": score is None}

    there = _add_missing(connection, _GRADE, notebook, graded.values(), new)
    values = []
    counted = {cell.name: scores.get(cell.name) or 0.0 for cell in graded.values()}
    for row in there:
        name = graded[row.cell_id].name if row.cell_id in graded else None
        score = 0.0 if name is None else scores.get(name, 0.0)
        again = name in scores and (row.manual_score is not None or score is None)
        values.append({"key": row.id, "score": score, "again": again})
        if name is not None:
            counted[name] = _points(row, score)
    if values:
        connection.execute(_SET_GRADE, values)
    return counted


def _points(grade: Any, automatic: float | None) -> float:
    """Return what a grade counts: a person's before the automatic one."""
    counts = grade.manual_score if grade.manual_score is not None else automatic
    return 0.0 if counts is None else float(counts + (grade.extra_credit or 0.0))


def _write_comments(connection: Connection, cells: Iterable[_Cell], notebook: str, unanswered: set[str]) -> None:
    commented = [cell for cell in cells if cell.commented]
    words = {cell.id: _NO_RESPONSE for cell in commented if cell.name in unanswered}
    there = _add_missing(connection, _COMMENT, notebook, commented, lambda cell: {"auto_comment": words.get(cell.id)})
    if values := [{"key": row.id, "words": words.get(row.cell_id)} for row in there]:
        connection.execute(_SET_COMMENT, values)


def _unanswered(notebook: Mapping[str, Any]) -> Iterable[str]:
    """Return the solution cells that are as they were released."""
    for cell in notebook["cells"]:
        mark = cell["metadata"].get("nbgrader")
        # Tasks have no place for an answer, so none is missing.
        if mark and mark.get("solution") and not mark.get("task") and mark.get("checksum"):
            node = cell if isinstance(cell, NotebookNode) else from_dict({**cell, "outputs": []})
            if mark["checksum"] == compute_checksum(node):
                yield str(mark["grade_id"])


def _utc(time: datetime | None) -> datetime | None:
    """Return a time as nbgrader keeps it: UTC, and naive."""
    return time if time is None or time.tzinfo is None else time.astimezone(UTC).replace(tzinfo=None)


def _seconds_late(time: datetime | None, due: datetime | None, extension: timedelta | None) -> float:
    if time is None or due is None:
        return 0.0
    return max(0.0, (time - (due if extension is None else due + extension)).total_seconds())
