"""The course's schedule: what happens on which of its days, and the dates these days fall on in a run."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date, timedelta
from typing import TYPE_CHECKING, Any, Literal, cast

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable, Sequence

    from .toml_table import Table

__all__ = ["FIRST_DATE", "LAST_DATE", "WEEKDAYS", "WORKDAYS", "Day", "Half", "dates", "day_of", "read_schedule"]

Half = Literal["material", "project"]

WEEKDAYS = ("mon", "tue", "wed", "thu", "fri", "sat", "sun")
WORKDAYS = WEEKDAYS[:5]

# A start outside is a slip of the pen, and arithmetic near the calendar's ends overflows.
FIRST_DATE, LAST_DATE = date(2000, 1, 1), date(2999, 12, 31)


@dataclass(frozen=True)
class Day:
    """One `[[schedule]]` of course.toml: its topic, what to prepare, and hand-ins that go out or are due."""

    number: int
    half: Half
    topic: str
    modules: tuple[str, ...] = ()
    prepare: str | None = None
    out: tuple[str, ...] = ()
    due: tuple[str, ...] = field(default=())

    def to_dict(self) -> dict[str, Any]:
        """Return the `day` of run.schema.json, but for its date."""
        return {
            "day": self.number,
            "half": self.half,
            "topic": self.topic,
            "modules": list(self.modules),
            "prepare": self.prepare,
            "out": list(self.out),
            "due": list(self.due),
        }


def read_schedule(table: Table) -> tuple[Day, ...]:
    """Take `[[schedule]]` out of course.toml's table; a course without one has no days.

    >>> read_schedule(Table({"schedule": [{"day": 1, "half": "material", "topic": "Memory"}]}))[0].topic
    'Memory'

    Raises FieldError for a day that is out of turn, a project day before a material day, and a hand-in that is due
    before it goes out, or twice.
    """
    if "schedule" not in table.left():
        return ()
    days: list[Day] = []
    for one in table.tables("schedule"):
        number = one.whole("day")
        if number != len(days) + 1:
            one.fail("day", f"{number} is out of turn; the days count from 1, and this is {len(days) + 1}")
        half = cast("Half", one.choice("half", ("material", "project"), "material"))
        if half == "material" and days and days[-1].half == "project":
            one.fail("half", '"material" comes after a project day; the material half is first')
        day = Day(
            number,
            half,
            one.text("topic"),
            _strings(one, "modules"),
            one.text("prepare") if "prepare" in one.left() else None,
            _strings(one, "out"),
            _strings(one, "due"),
        )
        _check_handins(one, day, days)
        one.done()
        days.append(day)
    return tuple(days)


def dates(
    schedule: Sequence[Day],
    start: date,
    *,
    weekdays: Collection[str] = WORKDAYS,
    free: Collection[date] = (),
    project_start: date | None = None,
) -> tuple[date, ...]:
    """Return the date of each day: the material half on its weekdays, the project half on every working day.

    >>> [str(one) for one in dates([Day(1, "material", "a"), Day(2, "material", "b")], date(2026, 11, 20))]
    ['2026-11-20', '2026-11-23']

    Days that are `free` are passed over. The project half starts at `project_start`, or right after the material
    half where that is later.
    """
    found: list[date] = []
    following = start
    for index, day in enumerate(schedule):
        project = day.half == "project"
        if project and project_start is not None and (index == 0 or schedule[index - 1].half != "project"):
            following = max(following, project_start)
        on = WORKDAYS if project else weekdays
        while WEEKDAYS[following.weekday()] not in on or following in free:
            following += timedelta(days=1)
        found.append(following)
        following += timedelta(days=1)
    return tuple(found)


def day_of(days: Sequence[date], today: date) -> int | None:
    """Return which day of the course `today` is, counted from 1, or the last one before; None before the first.

    >>> day_of([date(2026, 11, 20), date(2026, 11, 23)], date(2026, 11, 22))
    1
    """
    return sum(one <= today for one in days) or None


def _strings(table: Table, name: str) -> tuple[str, ...]:
    return tuple(table.strings(name)) if name in table.left() else ()


def _check_handins(table: Table, day: Day, before: Iterable[Day]) -> None:
    earlier = list(before)
    for name in day.out:
        if any(name in one.out for one in earlier):
            table.fail("out", f'"{name}" goes out twice')
    out = {name for one in (*earlier, day) for name in one.out}
    for name in day.due:
        if name not in out:
            table.fail("due", f'"{name}" is due before it goes out; name it in `out` of an earlier day')
        if any(name in one.due for one in earlier):
            table.fail("due", f'"{name}" is due twice')
