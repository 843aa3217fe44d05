"""`underhood teach export`: everybody's scores as a CSV table."""

from __future__ import annotations

import csv
import io
import sys
from typing import TYPE_CHECKING

from underhood_course.atomic import write_atomically

from .errors import TeachError
from .overview import status

if TYPE_CHECKING:
    from pathlib import Path

    from .course import Course
    from .overview import HandinStatus

__all__ = ["export"]


def export(course: Course, csv: Path | None = None) -> str:
    """Write one line per submission to a file, or to stdout, and return the text.

    The columns are handin, student, state, score, max_score and late, then one for each part of
    each hand-in, named `convolution: naive`, empty for other hand-ins. One line per submission
    (wide) is what a spreadsheet and a learning platform's import expect. What is not graded has no
    score.

    Raises TeachError if the file can't be written.
    """
    text = _text(status(course))
    if csv is None:
        sys.stdout.write(text)
        return text
    if not csv.parent.is_dir():
        raise TeachError(f"can't write {csv}: there is no folder {csv.parent}; give another file with --csv")
    try:
        write_atomically(csv, text.encode())
    except OSError as error:
        raise TeachError(f"can't write {csv}: {error.strerror}; give another file with --csv") from error
    return text


def _text(statuses: list[HandinStatus]) -> str:
    parts = list(
        dict.fromkeys(
            f"{one['handin']}: {part['name']}"
            for one in statuses
            for row in one["submissions"]
            for part in row["parts"]
        )
    )
    columns = ["handin", "student", "state", "score", "max_score", "late", *parts]
    stream = io.StringIO()
    table = csv.DictWriter(stream, columns, lineterminator="\n")
    table.writeheader()
    for one in statuses:
        for row in one["submissions"]:
            table.writerow(
                {
                    "handin": one["handin"],
                    "student": row["student"],
                    "state": row["state"],
                    "score": _number(row["score"]),
                    "max_score": _number(row["max_score"]),
                    "late": "yes" if row["late"] else "no",
                    **{f"{one['handin']}: {part['name']}": _number(part["score"]) for part in row["parts"]},
                }
            )
    return stream.getvalue()


def _number(value: float | None) -> str:
    return "" if value is None else f"{value:.10g}"
