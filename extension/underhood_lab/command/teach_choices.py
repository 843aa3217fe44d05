"""`underhood teach run`, `extend` and `enrol`: what a teacher decides about a run, its hand-ins and its students."""

from __future__ import annotations

import argparse
from datetime import date, datetime
from pathlib import Path
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Callable

_DAYS = ("mon", "tue", "wed", "thu", "fri", "sat", "sun")


def add_to(step: Callable[..., argparse.ArgumentParser], steps: Any) -> None:
    """Add the steps to those of `underhood teach`; `step` makes one."""
    run = step(steps, "run", _run, "set when this run is and what is in it, and print its days", root=True)
    run.add_argument("--name", help="such as 'Autumn 2026'")
    run.add_argument("--start", type=_day, metavar="DAY", help="the first day, such as 2026-10-26")
    run.add_argument("--timezone", metavar="ZONE", help="such as Europe/Berlin")
    run.add_argument("--weekdays", nargs="+", choices=_DAYS, help="of the material half (default: mon to fri)")
    run.add_argument("--project-start", type=_day, metavar="DAY", help="when the project half starts")
    run.add_argument("--free", nargs="+", type=_day, metavar="DAY", help="days off")
    run.add_argument("--levels", nargs="+", type=int, choices=(1, 2, 3, 4), help="the levels in this run")
    run.add_argument("--leave-out", nargs="+", metavar="PAGE", help="pages that are not in this run")
    extend = step(steps, "extend", _extend, "give a student more time for a hand-in", root=True)
    extend.add_argument("handin", metavar="HANDIN")
    extend.add_argument("student", metavar="STUDENT")
    time = extend.add_mutually_exclusive_group(required=True)
    time.add_argument("--hours", type=float, help="after everybody's due time")
    time.add_argument("--due", type=datetime.fromisoformat, metavar="TIME", help="a due time, 2026-11-27T12:00+01:00")
    time.add_argument("--none", action="store_true", help="take back what they had")
    enrol = step(steps, "enrol", _enrol, "put a list of students (CSV) into the gradebook", root=True)
    enrol.add_argument("file", metavar="FILE", type=Path, help="with a column id, and first_name, last_name, email")


def _day(text: str) -> date:
    try:
        return date.fromisoformat(text)
    except ValueError:
        raise argparse.ArgumentTypeError(f'"{text}" is no day; write one such as 2026-10-26') from None


def _run(options: argparse.Namespace) -> int:
    from underhood_course.content import course_schedule  # noqa: PLC0415 - `--help` needs none of it
    from underhood_grading import teach  # noqa: PLC0415

    course = teach.Course.open(options.root)
    names = ("name", "start", "timezone", "weekdays", "project_start", "free", "levels", "leave_out")
    given = {name: getattr(options, name) for name in names if getattr(options, name) is not None}
    if given:
        teach.change_run(course, given)
        teach.publish(course)
    for day in course.run().calendar(course_schedule()):
        print(f"{day['day']:>3}  {day['date'] or '–':<10}  {day['half']:<8}  {day['topic']}")
    return 0


def _extend(options: argparse.Namespace) -> int:
    from underhood_grading import teach  # noqa: PLC0415

    course = teach.Course.open(options.root)
    given = teach.extend(course, options.handin, options.student, hours=options.hours, due=options.due)
    if given is None:
        print(f"{options.student} has no more time for {options.handin} than others")
    else:
        more = f"until {given.due}" if given.due else f"{given.more} more"
        print(f"{options.student} has {more} for {options.handin}")
    return 0


def _enrol(options: argparse.Namespace) -> int:
    from underhood_grading import teach  # noqa: PLC0415

    try:
        text = options.file.read_text("utf-8")
    except (OSError, UnicodeDecodeError) as error:
        raise teach.TeachError(f"can't read {options.file}: {error}; give a CSV file in UTF-8") from None
    people = teach.read_roster(text)
    print(f"{teach.enrol(teach.Course.open(options.root), people)} students are in the gradebook")
    return 0
