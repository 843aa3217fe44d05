"""What the exchange tells one student, and no other.

The way is the one by which nbgrader returns feedback. A student's server leaves a random key in the exchange's
`inbound`, which only the teacher may list; the teacher's side writes into `personal`, which nobody else may list
either, a file whose name is a digest of that key.
"""

from __future__ import annotations

import hashlib
import json
import os
import re
import secrets
from dataclasses import asdict, dataclass
from typing import TYPE_CHECKING, Any

from underhood_course.atomic import create_atomically, write_atomically

if TYPE_CHECKING:
    from collections.abc import Collection
    from pathlib import Path

__all__ = [
    "OnBoard",
    "Personal",
    "introduce",
    "introductions",
    "own_key",
    "read_on_board",
    "read_personal",
    "write_on_board",
    "write_personal",
]

_FOLDER = "personal"
_BOARD = "board/"  # no hand-in's name has a slash
_INTRODUCTION = ".underhood-"  # nbgrader takes no notice of names that begin with a dot
_KEY_FILE = "exchange-key"
_KEY = re.compile(r"[0-9a-f]{64}")
_MOST = 4096  # bytes of a file that came through other hands
_MOST_KEYS = 8  # of one student: one for each of their folders


@dataclass(frozen=True)
class Personal:
    """What holds for one student alone: a due time (ISO 8601) and the specializations that the teacher goes by."""

    due: str | None
    specializations: tuple[str, ...]


@dataclass(frozen=True)
class OnBoard:
    """What a student is called on a hand-in's board, of which `board` is the digest, or in words why they are not.

    Nicknames can be the same, and then get numbers: whose they are nobody but the teacher knows for certain.
    """

    board: str
    nickname: str | None = None
    reason: str | None = None


def own_key(state: Path) -> str:
    """Return the key in a student's state folder, made where there is none. Raises OSError."""
    file = state / _KEY_FILE
    try:
        key = file.read_text("ascii").strip()
    except (FileNotFoundError, UnicodeDecodeError):
        key = ""
    if not _KEY.fullmatch(key):
        key = secrets.token_hex(32)
        file.parent.mkdir(parents=True, exist_ok=True)
        if not create_atomically(file, key.encode()):
            write_atomically(file, key.encode())
    file.chmod(0o600)
    return key


def introduce(course: Path, student: str, key: str) -> None:
    """Leave a student's key for the teacher in the exchange's folder of the course; once is enough. Raises OSError."""
    file = course / "inbound" / f"{_INTRODUCTION}{_digest(key, 'introduction')[:32]}"
    text = json.dumps({"student": student, "key": key})
    try:
        descriptor = os.open(file, os.O_WRONLY | os.O_CREAT | os.O_EXCL | os.O_NOFOLLOW, 0o600)
    except FileExistsError:
        return
    with open(descriptor, "w", encoding="utf-8") as stream:  # noqa: PTH123  # a descriptor, not a path
        os.fchmod(stream.fileno(), 0o644)  # the teacher's to read; its name is nobody else's to know
        stream.write(text)


def introductions(course: Path) -> dict[str, list[str]]:
    """Return the keys that students left, by student; what is no introduction is left out.

    A student may introduce themselves only: the file must be theirs, unless all work under the teacher's own user, as
    in a container.
    """
    found: dict[str, list[str]] = {}
    try:
        files = sorted((course / "inbound").glob(f"{_INTRODUCTION}*"), key=lambda one: one.name)
    except OSError:
        return found
    for file in files:
        try:
            descriptor = os.open(file, os.O_RDONLY | os.O_NOFOLLOW | os.O_NONBLOCK)
            with open(descriptor, "rb") as stream:  # noqa: PTH123  # a descriptor, not a path
                owner = os.fstat(stream.fileno()).st_uid
                value = json.loads(stream.read(_MOST))
        except (OSError, ValueError, RecursionError):
            continue
        student, key = _checked(value)
        if student and key and owner in _users(student) and len(found.setdefault(student, [])) < _MOST_KEYS:
            found[student].append(key)
    return found


def write_personal(course: Path, key: str, handin: str, personal: Personal) -> None:
    """Tell one student what holds for them. Raises OSError."""
    _tell(course, _digest(key, handin), {"due": personal.due, "specializations": list(personal.specializations)})


def read_personal(course: Path, key: str, handin: str) -> Personal | None:
    """Return what the teacher told the student with this key, or None if nothing."""
    value = _told(course, _digest(key, handin))
    try:
        due, chosen = value["due"], value["specializations"]
    except (LookupError, TypeError):
        return None
    if not (due is None or isinstance(due, str)) or not isinstance(chosen, list):
        return None
    return Personal(due, tuple(str(one) for one in chosen))


def write_on_board(course: Path, key: str, handin: str, own: OnBoard) -> None:
    """Tell one student which name on a published board is theirs. Raises OSError."""
    _tell(course, _digest(key, f"{_BOARD}{handin}"), asdict(own))


def read_on_board(course: Path, key: str, handin: str) -> OnBoard | None:
    """Return what the teacher told the student with this key, or None if nothing."""
    value = _told(course, _digest(key, f"{_BOARD}{handin}"))
    try:
        texts = [value[name] for name in ("board", "nickname", "reason")]
    except (LookupError, TypeError):
        return None
    if not isinstance(texts[0], str) or not all(one is None or isinstance(one, str) for one in texts):
        return None
    return OnBoard(texts[0], texts[1], texts[2])


def _tell(course: Path, name: str, document: dict[str, Any]) -> None:
    folder = course / _FOLDER
    folder.mkdir(exist_ok=True)
    folder.chmod(0o711)
    file = folder / f"{name}.json"
    content = json.dumps(document).encode()
    if not file.is_file() or file.read_bytes() != content:
        write_atomically(file, content)
        file.chmod(0o644)


def _told(course: Path, name: str) -> Any:
    try:
        with (course / _FOLDER / f"{name}.json").open("rb") as stream:
            return json.loads(stream.read(_MOST))
    except (OSError, ValueError, RecursionError):
        return None


def _digest(key: str, subject: str) -> str:
    return hashlib.sha256(f"{key}:{subject}".encode()).hexdigest()


def _checked(value: Any) -> tuple[str, str]:
    if not isinstance(value, dict):
        return "", ""
    student, key = value.get("student"), value.get("key")
    if not isinstance(student, str) or not isinstance(key, str) or not _KEY.fullmatch(key):
        return "", ""
    return student, key


def _users(student: str) -> Collection[int]:
    import pwd  # noqa: PLC0415 - there is none on Windows, nor an exchange

    try:
        return {os.getuid(), pwd.getpwnam(student).pw_uid}
    except (KeyError, ValueError):
        return {os.getuid()}
