"""Changing a course directory's TOML files for the teacher: comments, order and what is not ours stay."""

from __future__ import annotations

import tomllib
from typing import TYPE_CHECKING, Any

import tomlkit
from tomlkit.exceptions import TOMLKitError
from underhood_course.atomic import write_atomically
from underhood_course.toml_table import Table

from .errors import TeachError

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping
    from pathlib import Path

__all__ = ["change_toml", "set_fields"]


def change_toml(file: Path, change: Callable[[Any], None], check: Callable[[Table], object]) -> None:
    """Change a TOML file as a whole or not at all; one that is not there yet is made.

    >>> change_toml(root / "underhood.toml", lambda document: document.update(policy={}), read_course_table)

    `change` gets the document to alter, `check` reads the result as it will be read later. What it raises, and
    TeachError for a file that is no TOML or can't be written, leaves the file as it was.
    """
    try:
        text = file.read_text("utf-8") if file.exists() else ""
        document = tomlkit.parse(text)
        check(Table(tomllib.loads(text)))  # what is wrong already is said as such
        change(document)
        changed = tomlkit.dumps(document)
        check(Table(tomllib.loads(changed)))
        if changed != text:
            write_atomically(file, changed.encode())
    except UnicodeDecodeError:
        raise TeachError(f"{file} is not UTF-8 text; save it as UTF-8") from None
    except (TOMLKitError, tomllib.TOMLDecodeError) as error:
        raise TeachError(f"{file} is not valid TOML: {error}; correct it") from None
    except OSError as error:
        raise TeachError(f"can't write {file}: {error.strerror}; check its permissions and free space") from error


def set_fields(table: Any, fields: Mapping[str, Any]) -> None:
    """Set fields of a table; one that is None, or an empty list, is taken out."""
    for name, value in fields.items():
        if value is None or value in ([], {}):
            table.pop(name, None)
        elif table.get(name) != value:
            table[name] = value
