"""`underhood.toml` of a course directory: the policy of all its hand-ins."""

from __future__ import annotations

import tomllib
from typing import TYPE_CHECKING

from underhood_course.policy import Policy, read_policy
from underhood_course.toml_table import FieldError, Table

from .errors import PolicyError

if TYPE_CHECKING:
    from pathlib import Path

__all__ = ["COURSE_POLICY_FILE", "read_course_policy", "read_table"]

COURSE_POLICY_FILE = "underhood.toml"


def read_course_policy(root: Path) -> Policy:
    """Return what holds for all hand-ins of a course directory, unless one says otherwise.

    >>> (root / "underhood.toml").write_text('policy = { timezone = "Europe/Berlin", attempts = "best" }')
    >>> read_course_policy(root).attempts
    'best'

    Without the file, nothing is due, nothing is taken off and the last submission counts.
    Raises PolicyError.
    """
    table = read_table(root / COURSE_POLICY_FILE)
    try:
        policy = read_policy(table.table("policy"))
        table.done()
    except FieldError as error:
        raise PolicyError(f"{COURSE_POLICY_FILE} {error}") from None
    return policy


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
