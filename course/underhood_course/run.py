"""One run of the course: when it is, and which pages, levels and parts are in it.

The teacher's choice stands in `[run]` of a course directory's `underhood.toml`. What students are to know of it is
published as `run.json` in the class's folder of the exchange, where their servers read it.
"""

from __future__ import annotations

import json
from dataclasses import dataclass, replace
from datetime import date, datetime, time
from typing import TYPE_CHECKING, Any
from zoneinfo import ZoneInfo

from .problem import Problem
from .schedule import FIRST_DATE, LAST_DATE, WEEKDAYS, WORKDAYS, dates, day_of
from .schema import faults, schema

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence
    from pathlib import Path

    from .catalog import Catalog, Module
    from .handin import Handin
    from .schedule import Day
    from .toml_table import Table

__all__ = ["RUN_FILE", "Run", "RunError", "in_run", "published", "read_published", "read_run", "with_problem"]

RUN_FILE = "run.json"
LEVELS = (1, 2, 3, 4)


class RunError(ValueError):
    """A published run that can't be used, in one line."""


@dataclass(frozen=True)
class Run:
    """What a teacher chose for a run; without a start it has no dates, and without choices everything is in it."""

    name: str | None = None
    start: date | None = None
    timezone: str | None = None
    weekdays: tuple[str, ...] = WORKDAYS
    free: tuple[date, ...] = ()
    project_start: date | None = None
    levels: tuple[int, ...] = LEVELS
    leave_out: tuple[str, ...] = ()

    def dates(self, schedule: Sequence[Day]) -> tuple[date, ...]:
        """Return the dates of the schedule's days, none without a start."""
        if self.start is None:
            return ()
        return dates(schedule, self.start, weekdays=self.weekdays, free=self.free, project_start=self.project_start)

    def today(self, schedule: Sequence[Day], now: datetime) -> int | None:
        """Return which day of the course it is at `now`, an aware time, where the class is; None before the first."""
        return day_of(self.dates(schedule), self.date_of(now))

    def date_of(self, now: datetime) -> date:
        """Return the date of `now`, an aware time, where the class is; without a time zone, where the machine is."""
        return now.astimezone(ZoneInfo(self.timezone) if self.timezone else None).date()

    def due(self, schedule: Sequence[Day], handin: str) -> datetime | None:
        """Return when the schedule has a hand-in due: at the end of its day; None without a date or a time zone."""
        if self.timezone is None:
            return None
        for day, on in zip(schedule, self.dates(schedule), strict=False):
            if handin in day.due:
                return datetime.combine(on, time(23, 59, 59), ZoneInfo(self.timezone))
        return None

    def calendar(self, schedule: Sequence[Day]) -> list[dict[str, Any]]:
        """Return the days with their dates, as `calendar` of run.schema.json."""
        on: Sequence[date | None] = self.dates(schedule) or [None] * len(schedule)
        return [
            {**day.to_dict(), "date": None if one is None else one.isoformat()}
            for day, one in zip(schedule, on, strict=True)
        ]


def read_run(table: Table | None, timezone: str | None = None) -> Run:
    """Read `[run]` of `underhood.toml`; `timezone` is that of its `[policy]`, which holds here too.

    >>> read_run(Table({"start": date(2026, 11, 20), "weekdays": ["thu"]})).weekdays
    ('thu',)

    Raises FieldError for an unknown field, a value of the wrong kind and a day that can't be.
    """
    if table is None:
        return Run(timezone=timezone)
    days = tuple(table.strings("weekdays")) if "weekdays" in table.left() else WORKDAYS
    for one in days:
        if one not in WEEKDAYS:
            table.fail("weekdays", f'"{one}" is none of {", ".join(WEEKDAYS)}')
    levels = tuple(table.numbers("levels")) if "levels" in table.left() else LEVELS
    for level in levels:
        if level not in LEVELS:
            table.fail("levels", f"{level} is no level (1 to 4)")
    run = Run(
        name=table.text("name") if "name" in table.left() else None,
        start=_day(table, "start"),
        timezone=timezone,
        weekdays=days,
        free=tuple(table.days("free")),
        project_start=_day(table, "project_start"),
        levels=tuple(sorted(levels)),
        leave_out=tuple(table.strings("leave_out")) if "leave_out" in table.left() else (),
    )
    table.done()
    return run


def _day(table: Table, name: str) -> date | None:
    value = table.moment(name)
    if value is None:
        return None
    if isinstance(value, datetime):
        table.fail(name, f"{value} is a time; write the day alone, {value.date()}")
    if not FIRST_DATE <= value <= LAST_DATE:
        table.fail(name, f"{value} is no day that a course can be on")
    return value


def published(run: Run, schedule: Sequence[Day], handins: Sequence[Handin]) -> dict[str, Any]:
    """Return what students are to know of a run, as run.schema.json has it."""
    return {
        "name": run.name,
        "timezone": run.timezone,
        "calendar": run.calendar(schedule),
        "levels": list(run.levels),
        "leave_out": list(run.leave_out),
        "handins": {
            one.name: {
                "due": None if one.policy.due is None else one.policy.due.isoformat(),
                "parts": {
                    part.name: {"kind": part.kind, "specializations": dict(part.specializations)} for part in one.parts
                },
            }
            for one in handins
        },
    }


def read_published(file: Path) -> dict[str, Any] | None:
    """Return a published run, or None where none was published. Raises RunError."""
    try:
        document: dict[str, Any] = json.loads(file.read_text("utf-8"))
    except (FileNotFoundError, NotADirectoryError):
        return None
    except OSError as error:
        raise RunError(f"{file} can't be read: {error.strerror}; ask your teacher to look at the exchange") from error
    except (ValueError, RecursionError):
        raise RunError(f"{file} is not JSON; ask your teacher to publish the run again") from None
    for field, message in faults(document, schema("run")):
        raise RunError(f"{file}: {field}: {message}; ask your teacher to publish the run again")
    return document


def in_run(catalog: Catalog, run: Mapping[str, Any] | None) -> Catalog:
    """Return the course as a published run has it: its levels, its pages, and what is required in its hand-ins.

    >>> in_run(read_catalog(), read_published(exchange / "underhood" / "run.json"))

    What it names that this course does not have changes nothing.
    """
    if run is None:
        return catalog
    levels, left_out = set(run["levels"]), set(run["leave_out"])
    there = {page.id for page in catalog.pages() if page.level in levels and page.id not in left_out}
    return replace(
        catalog,
        levels=tuple(one for one in catalog.levels if one["level"] in levels),
        modules=tuple(_module(one, there, levels, run["handins"]) for one in catalog.modules),
    )


def with_problem(catalog: Catalog, error: RunError) -> Catalog:
    """Return the whole course with a problem that says why the run's choice is not known."""
    return replace(catalog, problems=(*catalog.problems, Problem(RUN_FILE, str(error))))


def _module(module: Module, there: set[str], levels: set[int], handins: Mapping[str, Any]) -> Module:
    pages = tuple(
        replace(
            page,
            sections=tuple(one for one in page.sections if one.level in levels),
            requires=tuple(one for one in page.requires if one in there),
            handin=None if page.handin is None else _handin(page.handin, handins.get(page.handin.name)),
        )
        for page in module.pages
        if page.id in there
    )
    return replace(module, pages=pages)


def _handin(handin: Handin, chosen: Mapping[str, Any] | None) -> Handin:
    if chosen is None:
        return handin
    due = None if chosen["due"] is None else datetime.fromisoformat(chosen["due"])
    parts = tuple(
        replace(part, kind=one["kind"], specializations=dict(one["specializations"]))
        if (one := chosen["parts"].get(part.name))
        else part
        for part in handin.parts
    )
    return replace(handin, parts=parts, policy=replace(handin.policy, due=due))
