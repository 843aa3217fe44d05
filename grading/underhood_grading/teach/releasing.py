"""`underhood teach release`: make the students' version and put it into the exchange."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC
from typing import TYPE_CHECKING

from nbgrader.converters import GenerateAssignment

from underhood_grading.board import has_races
from underhood_grading.notices import write_notice

from .driving import StepError, drive
from .errors import TeachError
from .telling import due_for_all, tell

if TYPE_CHECKING:
    from pathlib import Path

    from .course import Course

__all__ = ["Released", "release"]


@dataclass(frozen=True)
class Released:
    """A released hand-in: where it lies in the exchange, and whether it replaced an earlier release."""

    handin: str
    folder: Path
    again: bool


def release(course: Course, handin: str) -> Released:
    """Release a hand-in, or release it again after its source was changed.

    >>> release(course, "convolution").folder
    PosixPath('autumn/exchange/underhood/outbound/convolution')

    A second release replaces the first in the exchange: nbgrader refuses that without `--force`,
    yet correcting a text is the ordinary case. Students who fetched keep their copy, submissions
    stay; cells can't be added or removed any more once a submission was graded. A due time of
    `handin.toml` or `underhood.toml` is written into the gradebook, and into the release for students to see.

    Raises TeachError if the source is faulty or the exchange can't be written.
    """
    known = course.handin(handin)
    folder = course.outbound / handin
    again = folder.is_dir()
    # The check first: generating forgets the earlier release before it makes the new one.
    _check_exchange(course)
    with course.gradebook() as gradebook, course.selecting(handin):
        try:
            generate = course.step(GenerateAssignment)
            generate.force = True
            drive(generate.start, course.notes)
        except StepError as error:
            raise TeachError(_explain(handin, error), error.log) from error
        if known.policy.due is not None:
            # The gradebook keeps naive times in UTC; formgrader and plain nbgrader go by them.
            due = known.policy.due.astimezone(UTC).replace(tzinfo=None)
            gradebook.update_or_create_assignment(handin, duedate=due)
        try:
            races = has_races(course.folder("source", handin).glob("*.ipynb"))
            write_notice(course.folder("release", handin), known, due_for_all(gradebook, known), races=races)
        except OSError as error:
            message = f"can't write {error.filename}: {error.strerror}; check permissions and free space"
            raise TeachError(message) from error
        try:
            put = course.exchange_step("ReleaseAssignment")
            put.force = True
            drive(put.start, course.notes)
        except StepError as error:
            message = f"the exchange {course.exchange} can't be used: {error.reason}"
            raise TeachError(message, error.log) from error
    tell(course)
    return Released(handin, folder, again)


def _check_exchange(course: Course) -> None:
    if not course.course_id:
        message = f"{course.root / 'nbgrader_config.py'} sets no c.CourseDirectory.course_id; the exchange needs one"
        raise TeachError(message)
    place = course.exchange
    while not place.exists() and place != place.parent:
        place = place.parent
    if not place.is_dir():
        raise TeachError(f"the exchange {course.exchange} can't be made: {place} is a file; correct Exchange.root")


def _explain(handin: str, error: StepError) -> str:
    if "Cannot add or remove cells" in error.log or "Cannot modify existing assignment" in error.log:
        return (
            f'"{handin}" has graded submissions, so its notebooks and cells can\'t be added or removed: '
            "undo that in the source, or give the new version another name"
        )
    if "No notebooks were matched" in error.log:
        return f"source/{handin} has no notebook; add one"
    return f'"{handin}" can\'t be released: {error.reason}; correct its source and release again'
