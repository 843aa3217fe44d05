"""The `[policy]` table: what it means, and what it says of each fault."""

from __future__ import annotations

import tomllib
from datetime import UTC, datetime

import pytest
from underhood_course.policy import Penalty, Policy, read_policy
from underhood_course.toml_table import FieldError, Table


def read(text: str, defaults: Policy | None = None) -> Policy:
    return read_policy(Table(tomllib.loads(text), "policy."), defaults)


@pytest.mark.parametrize(
    ("text", "due"),
    [
        ("due = 2026-11-20T23:59:00+01:00", datetime(2026, 11, 20, 22, 59, tzinfo=UTC)),
        ("due = 2026-11-20T23:59:00Z", datetime(2026, 11, 20, 23, 59, tzinfo=UTC)),
        ('due = 2026-11-20T23:59:00\ntimezone = "Europe/Berlin"', datetime(2026, 11, 20, 22, 59, tzinfo=UTC)),
        ('due = 2026-06-20T23:59:00\ntimezone = "Europe/Berlin"', datetime(2026, 6, 20, 21, 59, tzinfo=UTC)),
        ('due = 2026-11-20\ntimezone = "America/New_York"', datetime(2026, 11, 21, 4, 59, 59, tzinfo=UTC)),
    ],
)
def test_a_due_time_has_a_zone(text: str, due: datetime) -> None:
    assert read(text).due == due


def test_what_is_not_said_is_as_in_the_course() -> None:
    course = read('timezone = "Asia/Tokyo"\ngrace_minutes = 10\npenalty = { per_day = 0.1 }\nattempts = "best"')
    assert course == Policy(None, "Asia/Tokyo", 10, Penalty(0.1, 1), 0, "best")
    assert read_policy(None, course) is course
    own = read("due = 2026-11-20T09:00:00\ngrace_minutes = 0\nbonus_cap = 0.25", course)
    assert own.due == datetime(2026, 11, 20, tzinfo=UTC)
    assert (own.grace_minutes, own.penalty, own.bonus_cap, own.attempts) == (0, Penalty(0.1, 1), 0.25, "best")
    assert read("penalty = { per_day = 0 }", course).penalty is None


@pytest.mark.parametrize(
    ("text", "field", "words"),
    [
        ("due = 2026-11-20T23:59:00", "policy.due", "has no time zone; write 2026-11-20T23:59:00+01:00, or timezone"),
        ('due = "tomorrow"', "policy.due", '"tomorrow" is not a time; write'),
        ("due = 0001-01-01T00:00:00+05:00", "policy.due", "is no time that can be reckoned with"),
        ('timezone = "Berlin"', "policy.timezone", '"Berlin" is no time zone; write one such as'),
        ('timezone = "../etc"', "policy.timezone", "is no time zone"),
        ("grace_minutes = -1", "policy.grace_minutes", "-1 is not a number from 0 on"),
        ("bonus_cap = 1.5", "policy.bonus_cap", "1.5 is not a number from 0 to 1"),
        ("bonus_cap = nan", "policy.bonus_cap", "is not a number from 0 to 1"),
        ("penalty = 0.1", "policy.penalty", "0.1 is not a table"),
        ("penalty = { per_day = 10 }", "policy.penalty.per_day", "is not a number from 0 to 1"),
        ("penalty = { per_hour = 0.1 }", "policy.penalty.per_hour", "is no field; there are per_day, at_most"),
        ('attempts = "first"', "policy.attempts", '"first" is none of last, best'),
        ("dew = 2026-11-20T23:59:00Z", "policy.dew", "is no field"),
    ],
)
def test_names_the_field_and_the_cure(text: str, field: str, words: str) -> None:
    with pytest.raises(FieldError) as caught:
        read(text)
    assert caught.value.field == field
    assert words in caught.value.message
