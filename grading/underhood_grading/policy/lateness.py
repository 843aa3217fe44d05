"""When a submission is due, and how late one came."""

from __future__ import annotations

import math
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from underhood_course.policy import Penalty, Policy

    from .students import Extension

__all__ = ["IN_TIME", "Lateness", "deadline", "lateness"]

_DAY = timedelta(days=1)


@dataclass(frozen=True)
class Lateness:
    """Whether a submission came after its deadline, and how many days after it had begun."""

    late: bool = False
    days: int = 0

    def share(self, penalty: Penalty | None) -> float:
        """Return the share of the score that this costs, from 0 to 1.

        >>> Lateness(True, 2).share(Penalty(0.1, 0.5))
        0.2
        """
        return 0.0 if penalty is None else min(penalty.at_most, self.days * penalty.per_day)


IN_TIME = Lateness()


def deadline(
    policy: Policy,
    extension: Extension | None = None,
    *,
    gradebook_due: datetime | None = None,
    gradebook_extension: timedelta | None = None,
) -> datetime | None:
    """Return when a student's submission is late, grace included; None if it never is.

    >>> deadline(Policy(due=datetime(2026, 11, 20, tzinfo=UTC), grace_minutes=15)).isoformat()
    '2026-11-20T00:15:00+00:00'

    `handin.toml`'s due time wins over the gradebook's, which is naive and UTC, as nbgrader keeps it.
    Of several extensions (here and in the gradebook) the most generous one holds; they don't add up.
    """
    due = policy.due or (None if gradebook_due is None else gradebook_due.replace(tzinfo=UTC))
    found: list[datetime] = []
    if extension is not None and extension.due is not None:
        found.append(extension.due)
    if due is not None:
        more = [None if extension is None else extension.more, gradebook_extension]
        found += [due + one for one in more if one is not None]
    last = max(found, default=due)
    return None if last is None else last.astimezone(UTC) + timedelta(minutes=policy.grace_minutes)


def lateness(time: datetime | None, deadline: datetime | None) -> Lateness:
    """Say how late a submission came; `time` is naive and UTC, as nbgrader keeps it.

    One without a time, which did not come through the exchange, is never late. Days are counted
    from the deadline, grace included, so that a minute more never costs two steps at once.
    """
    if time is None or deadline is None:
        return IN_TIME
    after = time.replace(tzinfo=UTC) - deadline
    return Lateness(True, math.ceil(after / _DAY)) if after > timedelta() else IN_TIME
