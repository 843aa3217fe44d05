"""`underhood teach feedback`: make feedback pages, put the score into them, release them."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from nbgrader.converters import GenerateFeedback
from traitlets.config import Config

from underhood_grading.feedback_page import embed

from .driving import StepError, drive
from .errors import TeachError
from .progress import ticking
from .remarks import comments_of
from .results import Results
from .telling import tell

if TYPE_CHECKING:
    from collections.abc import Mapping

    from underhood_course.handin import Handin

    from .course import Course
    from .progress import Progress

__all__ = ["Returned", "feedback"]


@dataclass(frozen=True)
class Returned:
    """Students whose feedback lies in the exchange, and why others have none."""

    handin: str
    released: tuple[str, ...]
    skipped: Mapping[str, str]


def feedback(course: Course, handin: str, *, progress: Progress | None = None) -> Returned:
    """Release feedback on every submission that is graded.

    >>> feedback(course, "convolution").skipped
    {'linus': 'not graded'}

    Each page carries the score by parts and the teacher's comments, which the student's sidebar
    reads. Released again after grading again, it replaces what was there.

    Raises TeachError if nothing is graded or the exchange can't be written.
    """
    known = course.handin(handin)
    graded = course.graded(handin)
    if not graded:
        message = f'nothing is graded of "{handin}"; run `underhood teach grade {handin}` first'
        raise TeachError(message)
    if not course.exchange.is_dir():
        raise TeachError(f"there is no exchange at {course.exchange}; correct Exchange.root or make the folder")
    skipped = {one: "not graded" for one in course.collected(handin) if one not in graded}
    released = []
    for student in ticking(sorted(graded), f"feedback {handin}", progress):
        why = _return_one(course, known, student)
        if why is None:
            released.append(student)
        else:
            skipped[student] = why
    tell(course)
    return Returned(handin, tuple(released), skipped)


def _return_one(course: Course, handin: Handin, student: str) -> str | None:
    if not (course.folder("autograded", handin.name, student) / "submission_secret.txt").is_file():
        return "it did not come through the exchange, so nbgrader has no place for its feedback"
    with course.selecting(handin.name, student):
        try:
            make = course.step(GenerateFeedback)
            # formgrader may have chosen another template in this configuration; nbgrader's own
            # Python interface sets it the same way.
            make.update_config(Config({"HTMLExporter": {"template_name": "feedback"}}))
            make.force = True
            drive(make.start, course.notes)
            _embed(course, handin, student)
            drive(course.exchange_step("ReleaseFeedback").start, course.notes)
        except StepError as error:
            return f"nbgrader could not make feedback: {error.reason}"
    return None


def _embed(course: Course, handin: Handin, student: str) -> None:
    with Results.of(course, handin) as results:
        counted = results.counted(student)
    with course.gradebook() as gradebook:
        comments = comments_of(gradebook, handin, student, course.folder("source", handin.name))
    score = counted.score
    remarks = [
        f"{word} {value:g}" for word, value in (("bonus", score["bonus"]), ("penalty", score["penalty"])) if value
    ]
    if "earlier-attempt" in counted.flags:
        remarks.append("of your best submission; below is your latest")
    folder = course.folder("feedback", handin.name, student)
    try:
        for page in sorted(folder.glob("*.html")):
            embed(
                page,
                {
                    "handin": handin.name,
                    "score": score["score"] or 0.0,
                    "max_score": score["max_score"],
                    "parts": score["parts"],
                    "late": score["late"],
                    "comments": comments,
                },
                remarks,
            )
    except OSError as error:
        message = f"can't write {error.filename or folder}: {error.strerror}; check permissions and free space"
        raise TeachError(message) from error
