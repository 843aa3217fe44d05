"""What a teacher decides about scores: the `[policy]` table of `handin.toml` and of a course directory."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, date, datetime, time
from typing import TYPE_CHECKING, Literal, cast
from zoneinfo import ZoneInfo

if TYPE_CHECKING:
    from .toml_table import Table

__all__ = ["Attempts", "Penalty", "Policy", "read_moment", "read_policy"]

Attempts = Literal["last", "best"]


@dataclass(frozen=True)
class Penalty:
    """What being late costs: a share of the score for each day begun, and the most of it."""

    per_day: float
    at_most: float = 1.0


@dataclass(frozen=True)
class Policy:
    """How points become a score.

    `due` is aware of its time zone; `timezone` is that of local times in the same and in narrower
    tables. The grace moves the deadline by minutes. `bonus_cap` is the share of the required points
    that invited parts may add. `attempts` says which of several submissions counts.
    """

    due: datetime | None = None
    timezone: str | None = None
    grace_minutes: float = 0.0
    penalty: Penalty | None = None
    bonus_cap: float = 0.0
    attempts: Attempts = "last"


def read_policy(table: Table | None, defaults: Policy | None = None) -> Policy:
    """Read a `[policy]` table; what it does not say is as in `defaults`.

    >>> read_policy(Table({"due": date(2026, 11, 20), "timezone": "Europe/Berlin"})).due.isoformat()
    '2026-11-20T23:59:59+01:00'

    A date alone is due at the end of that day. Raises FieldError for an unknown field, a value of
    the wrong kind and a local time without a time zone.
    """
    given = defaults or Policy()
    if table is None:
        return given
    zone = _timezone(table, given.timezone)
    policy = Policy(
        due=read_moment(table, "due", zone) or given.due,
        timezone=zone,
        grace_minutes=table.number("grace_minutes", given.grace_minutes, least=0),
        penalty=_penalty(table.table("penalty"), given.penalty),
        bonus_cap=table.number("bonus_cap", given.bonus_cap, least=0, most=1),
        attempts=cast("Attempts", table.choice("attempts", ("last", "best"), given.attempts)),
    )
    table.done()
    return policy


def read_moment(table: Table, name: str, timezone: str | None) -> datetime | None:
    """Take a time with its zone, or None where there is none. Raises FieldError."""
    value = table.moment(name)
    if value is None:
        return None
    if not isinstance(value, datetime):
        value = _end_of(value)
    if value.tzinfo is None:
        if timezone is None:
            table.fail(
                name, f'has no time zone; write {value.isoformat()}+01:00, or timezone = "Europe/Berlin" in [policy]'
            )
        value = value.replace(tzinfo=ZoneInfo(timezone))
    try:
        value.astimezone(UTC)
    except OverflowError:
        table.fail(name, f"{value} is no time that can be reckoned with")
    return value


def _end_of(day: date) -> datetime:
    return datetime.combine(day, time(23, 59, 59))


def _timezone(table: Table, default: str | None) -> str | None:
    if "timezone" not in table.left():
        return default
    name = table.text("timezone")
    try:
        ZoneInfo(name)
    except (OSError, ValueError, LookupError):
        table.fail("timezone", f'"{name}" is no time zone; write one such as "Europe/Berlin"')
    return name


def _penalty(table: Table | None, default: Penalty | None) -> Penalty | None:
    if table is None:
        return default
    penalty = Penalty(
        per_day=table.number("per_day", 0.0, least=0, most=1),
        at_most=table.number("at_most", 1.0, least=0, most=1),
    )
    table.done()
    # Nothing a day is how one hand-in takes back what holds for the course.
    return penalty if penalty.per_day else None
