"""`underhood teach collect`: bring submissions from the exchange into the course directory."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from .driving import StepError, drive
from .errors import TeachError
from .telling import tell

if TYPE_CHECKING:
    from collections.abc import Mapping

    from .course import Course

__all__ = ["Collected", "collect"]


@dataclass(frozen=True)
class Collected:
    """Students by what became of their submission; `problems` says why one was not collected."""

    handin: str
    new: tuple[str, ...]
    updated: tuple[str, ...]
    unchanged: tuple[str, ...]
    problems: Mapping[str, str]


def collect(course: Course, handin: str) -> Collected:
    """Collect each student's latest submission; a later one replaces one collected before.

    >>> collect(course, "convolution").new
    ('ada', 'grace')

    Raises TeachError if the exchange is not there, the hand-in was not released or nobody handed in.
    A submission that can't be collected does not keep the others from being collected.
    """
    course.handin(handin)
    if not course.exchange.is_dir():
        message = f"there is no exchange at {course.exchange}; release the hand-in first or correct Exchange.root"
        raise TeachError(message)
    waiting = course.arrivals(handin)
    if not waiting and not (course.outbound / handin).is_dir():
        message = f'"{handin}" is not released yet; run `underhood teach release {handin}` first'
        raise TeachError(message)
    if not waiting:
        raise TeachError(f'nothing to collect: nobody has handed in "{handin}" at {course.exchange}')
    before = {one: course.time_of(handin, one) for one in course.collected(handin)}
    with course.selecting(handin):
        try:
            step = course.exchange_step("Collect")
            step.update = True
            drive(step.start, course.notes)
        except StepError as error:
            message = f"the exchange {course.exchange} can't be read: {error.reason}"
            raise TeachError(message, error.log) from error
    after = {one: course.time_of(handin, one) for one in course.collected(handin)}
    tell(course)
    return Collected(
        handin,
        new=tuple(one for one in after if one not in before),
        updated=tuple(one for one in after if one in before and after[one] != before[one]),
        unchanged=tuple(one for one in after if one in before and after[one] == before[one]),
        problems=dict(getattr(step, "refused", {})),
    )
