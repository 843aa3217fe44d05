"""Deadlines with zones, grace and extensions, and days late."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from underhood_course.policy import Penalty, Policy
from underhood_grading.policy import Extension, Lateness, deadline, lateness

DUE = datetime(2026, 11, 20, 12, tzinfo=UTC)
NAIVE = DUE.replace(tzinfo=None)
HOUR = timedelta(hours=1)


@pytest.mark.parametrize(
    ("policy", "given", "wanted"),
    [
        (Policy(), {}, None),
        (Policy(), {"gradebook_extension": HOUR}, None),
        (Policy(due=DUE), {}, DUE),
        (Policy(due=DUE.astimezone(ZoneInfo("Asia/Tokyo"))), {}, DUE),
        (Policy(due=DUE, grace_minutes=30), {}, DUE + HOUR / 2),
        (Policy(), {"gradebook_due": NAIVE}, DUE),
        (Policy(due=DUE), {"gradebook_due": NAIVE + 9 * HOUR}, DUE),
        (Policy(due=DUE), {"gradebook_extension": 5 * HOUR}, DUE + 5 * HOUR),
        (Policy(due=DUE), {"gradebook_extension": -5 * HOUR}, DUE - 5 * HOUR),
        (Policy(due=DUE), {"extension": Extension(more=2 * HOUR)}, DUE + 2 * HOUR),
        (Policy(due=DUE), {"extension": Extension(more=2 * HOUR), "gradebook_extension": 5 * HOUR}, DUE + 5 * HOUR),
        (Policy(due=DUE), {"extension": Extension(more=2 * HOUR, due=DUE + HOUR)}, DUE + 2 * HOUR),
        (Policy(due=DUE), {"extension": Extension(due=DUE - HOUR)}, DUE - HOUR),
        (Policy(), {"extension": Extension(due=DUE)}, DUE),
        (Policy(grace_minutes=60), {"extension": Extension(due=DUE)}, DUE + HOUR),
    ],
)
def test_deadlines(policy, given, wanted) -> None:
    extension = given.pop("extension", None)
    assert deadline(policy, extension, **given) == wanted


@pytest.mark.parametrize(
    ("after", "days"),
    [
        (timedelta(0), 0),
        (timedelta(microseconds=1), 1),
        (timedelta(days=1), 1),
        (timedelta(days=1, seconds=1), 2),
        (timedelta(days=-3), 0),
    ],
)
def test_days_begun(after, days) -> None:
    assert lateness(NAIVE + after, DUE) == Lateness(days > 0, days)


def test_what_has_no_time_is_not_late() -> None:
    assert lateness(None, DUE) == lateness(NAIVE, None) == Lateness()


def test_the_share_stops_at_the_most() -> None:
    assert [Lateness(True, days).share(Penalty(0.3, 0.5)) for days in (0, 1, 2)] == [0, 0.3, 0.5]
    assert Lateness(True, 50).share(Penalty(0.3)) == 1
    assert Lateness(True, 50).share(None) == 0
