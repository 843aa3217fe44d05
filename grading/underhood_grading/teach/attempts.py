"""What is kept of each graded submission, for policies under which an earlier one may count."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from underhood_grading.records import Attempt, moment, read_record, write_record

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence
    from pathlib import Path

    from underhood_grading.gradebook import Writer
    from underhood_grading.raced import Raced

__all__ = ["attempt_of", "keep_grades_by_hand"]


def attempt_of(
    writer: Writer,
    handin: str,
    student: str,
    *,
    submission: str,
    tests: str,
    messages: Mapping[str, str] | None = None,
    races: Sequence[Raced] = (),
) -> Attempt:
    """Return what the gradebook says of the submission that was just graded, to be recorded.

    >>> attempt = attempt_of(writer, "convolution", "ada", submission=code, tests=tests)
    >>> write_record(course.root, "convolution", "ada", Record("graded", code, tests, attempts=(attempt,)))
    """
    time, points = writer.points(handin, student)
    return Attempt(submission, tests, moment(time), points, dict(messages or {}), tuple(races))


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
