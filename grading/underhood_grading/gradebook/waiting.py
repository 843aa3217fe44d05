"""A gradebook that can't be written just now: wait, say so, and give up in time."""

from __future__ import annotations

import errno
import sqlite3
import time
from typing import TYPE_CHECKING, TypeVar

from sqlalchemy.engine import make_url
from sqlalchemy.exc import DBAPIError

from underhood_grading.errors import TeachError

if TYPE_CHECKING:
    from collections.abc import Callable

__all__ = ["Waiting", "named"]

_Result = TypeVar("_Result")

# What a database says, and what that means; the first that fits.
_TEMPORARY = (
    ("database is locked", "is locked by another program"),
    ("database table is locked", "is locked by another program"),
    ("could not obtain lock", "is locked by another program"),
    ("lock timeout", "is locked by another program"),
    ("deadlock detected", "is locked by another program"),
    ("could not serialize", "is being written by another program"),
    ("disk is full", "can't be written: the disk is full; make room"),
    ("No space left", "can't be written: the disk is full; make room"),
    ("too many clients", "takes no more connections"),
    ("remaining connection slots", "takes no more connections"),
    ("Connection refused", "does not answer"),
    ("connection failed", "does not answer"),
    ("connection is bad", "does not answer"),
    ("could not connect", "does not answer"),
    ("server closed the connection", "does not answer"),
    ("terminating connection", "does not answer"),
    ("connection is lost", "does not answer"),
    ("the database system is", "is starting or stopping"),
)
_LASTING = (
    ("readonly database", "can't be written; check the permissions of the course directory"),
    ("unable to open database", "can't be opened; check the permissions of the course directory"),
    ("file is not a database", "is damaged; restore a backup"),
    ("disk image is malformed", "is damaged; restore a backup"),
    ("no such table", "is of an old nbgrader; back it up, then run `nbgrader db upgrade`"),
    ("no such column", "is of an old nbgrader; back it up, then run `nbgrader db upgrade`"),
    ("does not exist", "is of an old nbgrader; back it up, then run `nbgrader db upgrade`"),
    ("authentication failed", "does not accept the user or password of db_url"),
    ("permission denied", "does not let its user write"),
)
_FULL = (errno.ENOSPC, errno.EDQUOT)


def named(db_url: str) -> str:
    """Return how a sentence names a database: a file by its path, a server without the password.

    >>> named("postgresql+psycopg://teacher:secret@db.example.org/autumn")
    'postgresql+psycopg://teacher:***@db.example.org/autumn'
    """
    url = make_url(db_url)
    return url.database or "in memory" if url.drivername.startswith("sqlite") else url.render_as_string()


class Waiting:
    """Does something that a locked or full database may refuse, until it is done.

    >>> waiting = Waiting("/home/teacher/autumn/gradebook.db", patience=300, on_wait=print)
    >>> waiting.until_done(store)
    the gradebook /home/teacher/autumn/gradebook.db is locked by another program; waiting up to 300 s

    `patience` is in seconds. `on_wait` is told once for each reason, with a sentence for the terminal.
    """

    def __init__(self, place: str, patience: float, on_wait: Callable[[str], None] | None = None) -> None:
        self.place = place
        self.patience = patience
        self._on_wait = on_wait

    def until_done(self, work: Callable[[], _Result], pause: float = 0.25) -> _Result:
        """Return what `work` returns; it is called again for as long as the database refuses it.

        `work` has to undo what it did when it fails. Raises TeachError when patience ends, or at once
        where waiting can't help.
        """
        end = time.monotonic() + self.patience
        said = ""
        while True:
            try:
                return work()
            except (DBAPIError, sqlite3.Error, OSError) as error:
                reason = self._reason(error)
                left = end - time.monotonic()
                if left <= 0:
                    message = f"{reason}; gave up after {self.patience:g} s; what was graded so far is stored; "
                    raise TeachError(
                        f"{message}let the other program finish, or make room, then grade again"
                    ) from error
            if reason != said and self._on_wait is not None:
                self._on_wait(f"{reason}; waiting up to {left:.0f} s")
                said = reason
            time.sleep(min(pause, max(left, 0.0)))

    def _reason(self, error: Exception) -> str:
        """Say why it has to wait. Raises TeachError if that would be in vain."""
        if isinstance(error, OSError):
            place = error.filename or "the course directory"
            if error.errno in _FULL:
                return f"{place} can't be written: the disk is full; make room"
            message = f"can't write {place}: {error.strerror or error}; check its permissions and free space"
            raise TeachError(message) from error
        text = str(error.orig if isinstance(error, DBAPIError) else error)
        for sign, words in _TEMPORARY:
            if sign in text:
                return f"the gradebook {self.place} {words}"
        for sign, words in _LASTING:
            if sign in text:
                raise TeachError(f"the gradebook {self.place} {words}") from error
        raise TeachError(f"the gradebook {self.place} can't be used: {text}; restore a backup") from error
