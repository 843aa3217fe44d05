"""The last check of each hand-in, kept beside the student's work."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

from underhood_course.atomic import write_atomically
from underhood_course.schema import faults, schema

if TYPE_CHECKING:
    from pathlib import Path

__all__ = ["read_check", "write_check"]

_FOLDER = "checks"


def read_check(state: Path, handin: str) -> dict[str, Any] | None:
    """Return what the last check found (`check` of handins.schema.json), or None if there is none that can be read."""
    try:
        check: dict[str, Any] = json.loads((state / _FOLDER / f"{handin}.json").read_text("utf-8"))
    except (OSError, ValueError, RecursionError):
        return None
    shape = {**schema("handins"), **schema("handins")["$defs"]["check"], "$id": "underhood:check"}
    return None if any(faults(check, shape)) else check


def write_check(state: Path, handin: str, check: dict[str, Any]) -> None:
    """Keep what a check found. Raises OSError."""
    file = state / _FOLDER / f"{handin}.json"
    file.parent.mkdir(parents=True, exist_ok=True)
    write_atomically(file, json.dumps(check, indent=1, ensure_ascii=False).encode())
