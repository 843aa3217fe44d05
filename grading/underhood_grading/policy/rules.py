"""`underhood.toml` of a course directory: the policy of all its hand-ins, and the run."""

from __future__ import annotations

import tomllib
from typing import TYPE_CHECKING

from underhood_course.policy import Policy, read_policy
from underhood_course.run import Run, read_run
from underhood_course.toml_table import FieldError, Table

from .errors import PolicyError

if TYPE_CHECKING:
    from pathlib import Path

__all__ = ["COURSE_POLICY_FILE", "read_course_file", "read_course_policy", "read_course_table", "read_table"]

COURSE_POLICY_FILE = "underhood.toml"


def read_course_policy(root: Path) -> Policy:
    """Return what holds for all hand-ins of a course directory, unless one says otherwise.

    >>> (root / "underhood.toml").write_text('policy = { timezone = "Europe/Berlin", attempts = "best" }')
    >>> read_course_policy(root).attempts
    'best'

    Without the file, nothing is due, nothing is taken off and the last submission counts.
    Raises PolicyError.
    """
    return read_course_file(root)[0]


def read_course_file(root: Path) -> tuple[Policy, Run]:
    """Return the policy of all hand-ins and the run, which is in the policy's time zone. Raises PolicyError."""
    return read_course_table(read_table(root / COURSE_POLICY_FILE))


def read_course_table(table: Table) -> tuple[Policy, Run]:
    """Read the table of `underhood.toml`. Raises PolicyError."""
    try:
        policy = read_policy(table.table("policy"))
        run = read_run(table.table("run"), policy.timezone)
        table.done()
    except FieldError as error:
        raise PolicyError(f"{COURSE_POLICY_FILE} {error}") from None
    return policy, run


def read_table(file: Path) -> Table:
    """Return a TOML file's table, empty where there is no file. Raises PolicyError."""
    try:
        return Table(tomllib.loads(file.read_text(encoding="utf-8")))
    except FileNotFoundError:
        return Table({})
    except OSError as error:
        raise PolicyError(f"{file.name} can't be read: {error.strerror}") from error
    except UnicodeDecodeError:
        raise PolicyError(f"{file.name} is not UTF-8 text; save it as UTF-8") from None
    except tomllib.TOMLDecodeError as error:
        raise PolicyError(f"{file.name} is not valid TOML: {error}") from None
