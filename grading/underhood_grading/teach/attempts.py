"""What is kept of each graded submission, for policies under which an earlier one may count."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from underhood_grading.records import moment, read_record, write_record

if TYPE_CHECKING:
    from pathlib import Path

    from underhood_grading.gradebook import Writer

__all__ = ["keep_grades_by_hand"]


def keep_grades_by_hand(root: Path, writer: Writer, handin: str, student: str) -> None:
    """Bring the record of the submission in the gradebook up to date before another takes its place.

    Points that a person gave after it was graded would otherwise be those of the next one alone.
    """
    record = read_record(root, handin, student)
    if record is None or not record.attempts:
        return
    time, points = writer.points(handin, student)
    # After a grading that was cut short the gradebook may hold the next submission already.
    last = record.attempts[-1]
    if time is None or last.time != moment(time) or last.points == points:
        return
    write_record(root, handin, student, replace(record, attempts=(replace(last, points=points),)))
