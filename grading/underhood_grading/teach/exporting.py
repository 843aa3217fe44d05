"""`underhood teach export`: everybody's scores as a CSV table."""

from __future__ import annotations

from typing import TYPE_CHECKING, Literal, get_args

from .errors import TeachError
from .overview import status
from .platforms import canvas, moodle, people
from .tables import csv_text, put

if TYPE_CHECKING:
    from pathlib import Path

    from .course import Course
    from .overview import HandinStatus
    from .tables import Cell

__all__ = ["Format", "export", "exported"]

Format = Literal["csv", "canvas", "moodle"]


def export(course: Course, csv: Path | None = None, *, form: Format = "csv") -> str:
    """Write scores to a file, or to stdout, and return the text.

    >>> export(course, Path("grades.csv"))
    'handin,student,state,score,max_score,late,required,invited,bonus,penalty,convolution: naive…'

    "csv" has one line per submission, with a column for each part of each hand-in, named
    `convolution: naive`, empty for other hand-ins. "canvas" and "moodle" have one line per student
    and the columns that these import; names, addresses and numbers are the gradebook's, where
    `nbgrader db student import` puts them. What is not graded has no score.

    Raises TeachError if the file can't be written or there is no such format.
    """
    text = exported(course, form=form)
    put(text, csv)
    return text


def exported(course: Course, *, form: Format = "csv") -> str:
    """Return what `export` writes. Raises TeachError if there is no such format."""
    statuses = status(course)
    if form == "csv":
        return _lines(statuses)
    if form == "canvas":
        return canvas(statuses, people(course))
    if form == "moodle":
        return moodle(statuses, people(course))
    raise TeachError(f'no format "{form}"; there is {", ".join(get_args(Format))}')


def _lines(statuses: list[HandinStatus]) -> str:
    parts = list(
        dict.fromkeys(
            f"{one['handin']}: {part['name']}"
            for one in statuses
            for row in one["submissions"]
            for part in row["parts"]
        )
    )
    header = ["handin", "student", "state", "score", "max_score", "late", "required", "invited", "bonus", "penalty"]
    rows: list[list[Cell]] = []
    for one in statuses:
        for row in one["submissions"]:
            scores = {f"{one['handin']}: {part['name']}": part["score"] for part in row["parts"]}
            rows.append(
                [
                    one["handin"],
                    row["student"],
                    row["state"],
                    row["score"],
                    row["max_score"],
                    "yes" if row["late"] else "no",
                    row["required"],
                    row["invited"],
                    row["bonus"],
                    row["penalty"],
                    *(scores.get(name) for name in parts),
                ]
            )
    return csv_text([*header, *parts], rows)
