"""`board.toml`, by which students ask to be on the board; what is in it is anybody's text."""

from __future__ import annotations

import json
import os
import stat
import tomllib
import unicodedata
from typing import TYPE_CHECKING

from underhood_course.atomic import write_atomically

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence
    from pathlib import Path

__all__ = ["BOARD_FILE", "NicknameError", "name_key", "numbered", "read_nickname", "write_nickname"]

BOARD_FILE = "board.toml"
"""Its name, beside the notebook that is handed in."""

_MOST_BYTES = 4096
_LEAST, _MOST = 2, 24  # letters of a nickname
_SIGNS = " -_.'!"
_MOST_MARKS = 2  # accents on one letter; piled up they reach into other lines


class NicknameError(ValueError):
    """Why there is no nickname in a file, in a sentence."""


def read_nickname(folder: Path, released: Path | None = None) -> str | None:
    """Return the nickname that a submission's folder asks for; None if it asks for none.

    >>> (folder / "board.toml").write_text('nickname = "Grace"')
    >>> read_nickname(folder)
    'Grace'

    A file that is the same as the one in `released` is the teacher's, and asks for nothing. Links are not followed.
    Raises NicknameError for a file without a nickname that can be shown.
    """
    content = _content(folder / BOARD_FILE)
    if content is None or (released is not None and content == _released(released / BOARD_FILE)):
        return None
    try:
        table = tomllib.loads(content.decode("utf-8-sig"))
    except (ValueError, RecursionError):
        raise NicknameError(f'{BOARD_FILE} is no TOML; it needs one line, such as nickname = "Grace"') from None
    if not table:
        return None
    return _checked(table.get("nickname"))


def write_nickname(folder: Path, nickname: str | None) -> None:
    """Write a student's `board.toml`, to be handed in with the notebook; None takes it away.

    Raises NicknameError for a nickname that is not allowed, and OSError.
    """
    if nickname is None:
        (folder / BOARD_FILE).unlink(missing_ok=True)
        return
    # A JSON string of these letters is a TOML string, too.
    text = json.dumps(_checked(nickname), ensure_ascii=False)
    write_atomically(folder / BOARD_FILE, f"# My name on the class's board of speeds.\nnickname = {text}\n".encode())


def name_key(name: str) -> str:
    """Return what two names have in common that people take for the same one.

    >>> name_key("Ada L.") == name_key("ＡＤＡ l")
    True
    """
    folded = unicodedata.normalize("NFKD", name).casefold()
    return "".join(one for one in folded if one.isalnum())


def numbered(nicknames: Sequence[tuple[str, str]], taken: Mapping[str, Iterable[str]]) -> dict[str, str | None]:
    """Return each student's name on the board, given (student, nickname), whoever was first before the others.

    >>> numbered([("1", "Turbo"), ("2", "turbo")], {})
    {'1': 'Turbo', '2': 'turbo 2'}

    `taken` are students' own names: who calls themselves like somebody else of these gets None.
    """
    found: dict[str, str | None] = {}
    used: set[str] = set()
    owners: dict[str, set[str]] = {}
    for student, names in taken.items():
        for name in names:
            owners.setdefault(name_key(name), set()).add(student)
    # A number must not make a nickname that somebody else chose.
    chosen = {name_key(nickname) for _, nickname in nicknames}
    for student, nickname in nicknames:
        if owners.get(name_key(nickname), {student}) != {student}:
            found[student] = None
            continue
        name, number = nickname, 1
        while name_key(name) in used or (number > 1 and name_key(name) in chosen):
            number += 1
            name = f"{nickname} {number}"
        used.add(name_key(name))
        found[student] = name
    return found


def _content(file: Path) -> bytes | None:
    try:
        # Not blocking: it may be a pipe.
        handle = os.open(file, os.O_RDONLY | os.O_NOFOLLOW | os.O_NONBLOCK | os.O_CLOEXEC)
    except FileNotFoundError:
        return None
    except OSError:
        raise NicknameError(f"{BOARD_FILE} is no ordinary file that can be read") from None
    try:
        if not stat.S_ISREG(os.fstat(handle).st_mode):
            raise NicknameError(f"{BOARD_FILE} is no ordinary file that can be read")
        content = os.read(handle, _MOST_BYTES + 1)
    finally:
        os.close(handle)
    if len(content) > _MOST_BYTES:
        raise NicknameError(f'{BOARD_FILE} is too large; it needs one line, such as nickname = "Grace"')
    return content


def _released(file: Path) -> bytes | None:
    try:
        return _content(file)
    except NicknameError:
        return None


def _checked(nickname: object) -> str:
    if not isinstance(nickname, str):
        raise NicknameError(f'{BOARD_FILE} has no nickname; it needs one line, such as nickname = "Grace"')
    name = " ".join(unicodedata.normalize("NFC", nickname).split())
    marks = 0
    for one in name:
        kind = unicodedata.category(one)[0]
        marks = marks + 1 if kind == "M" else 0
        if kind not in "LMN" and one not in _SIGNS:
            raise NicknameError(f"a nickname has letters, digits, spaces and {_SIGNS.strip()} only ({BOARD_FILE})")
        if marks > _MOST_MARKS:
            raise NicknameError(f"a nickname has at most {_MOST_MARKS} accents on a letter ({BOARD_FILE})")
    if not _LEAST <= len(name) <= _MOST or len(name_key(name)) < _LEAST:
        raise NicknameError(f"a nickname has {_LEAST} to {_MOST} letters ({BOARD_FILE})")
    return name
