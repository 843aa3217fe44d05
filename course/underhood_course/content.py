"""Where the course's notebooks are: inside the installed package, or beside it in a checkout."""

from __future__ import annotations

import os
import tomllib
from functools import cache
from importlib.metadata import PackageNotFoundError, version
from pathlib import Path

from .schedule import Day, read_schedule
from .toml_table import Table

COURSE_FILE = "course.toml"


def course_folder() -> Path:
    """Return the folder with `course.toml` and the modules' folders; students only ever get copies of it.

    The environment's `UNDERHOOD_COURSE` puts another course in its place.
    """
    chosen = os.environ.get("UNDERHOOD_COURSE")
    if chosen:
        return Path(chosen)
    package = Path(__file__).parent
    installed = package / "content"
    return installed if (installed / COURSE_FILE).is_file() else package.parent


@cache
def specialization_ids() -> tuple[str, ...]:
    """Return the ids of the installed course's specializations, without reading its pages."""
    course = tomllib.loads((course_folder() / COURSE_FILE).read_text("utf-8"))
    return tuple(one["id"] for one in course["specializations"])


@cache
def course_schedule() -> tuple[Day, ...]:
    """Return the days of the installed course's schedule, without reading its pages."""
    return read_schedule(Table(tomllib.loads((course_folder() / COURSE_FILE).read_text("utf-8"))))


@cache
def course_version() -> str:
    """Return the installed distribution's version, which is the course's."""
    try:
        return version("underhood")
    except PackageNotFoundError:  # run from a checkout that was never installed
        return "0"
