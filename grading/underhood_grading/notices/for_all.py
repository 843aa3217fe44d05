"""The notice in a released hand-in, which every student reads."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

from underhood_course.atomic import write_atomically
from underhood_course.schema import faults, schema

if TYPE_CHECKING:
    from datetime import datetime
    from pathlib import Path

    from underhood_course.handin import Handin

__all__ = ["NOTICE_FILE", "changed", "read_notice", "tell_all", "write_notice"]

NOTICE_FILE = ".handin.json"  # hidden: in a student's folder it is no file of theirs
_CHANGED = ".changed"
_MOST = 1_000_000  # bytes; it came through other hands


def write_notice(folder: Path, handin: Handin, due: datetime | None, *, races: bool) -> None:
    """Write what every student may know of a hand-in into its folder. Raises OSError.

    >>> write_notice(course.folder("release", "convolution"), course.handin("convolution"), due, races=False)

    `due` is aware of its time zone: the hand-in's own time, or what the gradebook has. `races` says whether
    its tests hold races, so that students can ask to be on the board before there is one.
    """
    notice = {
        "title": handin.title,
        **_rules(handin, due),
        "seconds": handin.limits.seconds,
        "cell_seconds": handin.limits.cell_seconds,
        "parts": [part.to_dict() for part in handin.parts],
        "races": races,
    }
    _write(folder / NOTICE_FILE, notice)


def tell_all(folder: Path, handin: Handin, due: datetime | None) -> None:
    """Bring a released notice up to date where the teacher changed the rules since; its parts stay. Raises OSError."""
    before = read_notice(folder)
    if before is not None and (now := {**before, **_rules(handin, due)}) != before:
        _write(folder / NOTICE_FILE, now)


def read_notice(folder: Path) -> dict[str, Any] | None:
    """Return a hand-in's notice, or None where there is none that can be read: plain nbgrader writes none."""
    try:
        with (folder / NOTICE_FILE).open("rb") as stream:
            notice: dict[str, Any] = json.loads(stream.read(_MOST))
    except (OSError, ValueError, RecursionError):
        return None
    return None if any(faults(notice, schema("notice"))) else notice


def changed(outbound: Path) -> None:
    """Touch the file by which students' servers notice that there is something new. Raises OSError.

    Nobody but the teacher may list the exchange's feedback, so that its changes can't be watched.
    """
    file = outbound / _CHANGED
    file.touch()
    file.chmod(0o644)


def _rules(handin: Handin, due: datetime | None) -> dict[str, Any]:
    policy = handin.policy
    penalty = policy.penalty
    return {
        "due": None if due is None else due.isoformat(),
        "grace_minutes": policy.grace_minutes,
        "penalty": None if penalty is None else {"per_day": penalty.per_day, "at_most": penalty.at_most},
        "attempts": policy.attempts,
    }


def _write(file: Path, notice: dict[str, Any]) -> None:
    write_atomically(file, json.dumps(notice, indent=1).encode())
    file.chmod(0o644)
