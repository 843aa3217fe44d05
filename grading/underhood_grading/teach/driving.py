"""Running nbgrader's own steps in this process, quietly, and understanding how they end."""

from __future__ import annotations

import logging
import os
import re
import sqlite3
import warnings
from contextlib import contextmanager
from typing import TYPE_CHECKING, Any

from nbgrader.exchange import ExchangeError
from sqlalchemy.exc import DatabaseError, SAWarning

from .errors import TeachError

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

__all__ = ["Notes", "StepError", "database_errors", "drive", "settings"]

# nbgrader's way to add a submission makes SQLAlchemy warn, of nothing that is anybody's to change.
warnings.filterwarnings("ignore", category=SAWarning, module=r"nbgrader\.api")

_LAST_LINE = re.compile(r"^(?:[\w.]+\.)?(\w+(?:Error|Exception|Exit|NoSuchKernel))(?:: (.*))?$", re.MULTILINE)


class StepError(Exception):
    """An nbgrader step that failed: `reason` is its last word in one line, `log` all it wrote."""

    def __init__(self, reason: str, log: str) -> None:
        super().__init__(reason)
        self.reason = reason
        self.log = log


class Notes(logging.Handler):
    """Keeps what nbgrader logs in memory, the last 2,000 lines of it."""

    def __init__(self) -> None:
        super().__init__()
        self.lines: list[str] = []

    def emit(self, record: logging.LogRecord) -> None:
        """Keep one record."""
        self.lines.append(f"[{record.levelname}] {record.getMessage()}")
        del self.lines[:-2000]

    def text(self) -> str:
        """Return what was kept."""
        return "\n".join(self.lines)


def drive(step: Callable[[], Any], notes: Notes) -> Any:
    """Run one nbgrader step and return what it returns.

    nbgrader's own way to run a step from Python swallows Ctrl-C and leaves the working directory
    and an environment variable changed when the step fails; this one does not.

    Raises StepError if the step failed for a reason of its own, and TeachError where no other step
    would fare better: a locked gradebook, a folder that can't be written.
    """
    folder, mode = os.getcwd(), os.environ.get("NBGRADER_EXECUTION")  # noqa: PTH109  # given back as it was
    notes.lines.clear()
    try:
        return step()
    except ExchangeError as error:
        raise StepError(str(error), notes.text()) from error
    except Exception as error:  # whatever a submission provokes inside nbgrader is its own row
        log = notes.text()
        _raise_if_hopeless(error, log)
        found = _LAST_LINE.findall(log) or [(type(error).__name__, str(error))]
        name, message = found[-1]
        raise StepError(message or name, log) from error
    finally:
        os.chdir(folder)
        if mode is None:
            os.environ.pop("NBGRADER_EXECUTION", None)
        else:
            os.environ["NBGRADER_EXECUTION"] = mode


@contextmanager
def settings(target: Any, **values: Any) -> Iterator[None]:
    """Set attributes for a while; nbgrader's steps read theirs from the course directory object."""
    before = {name: getattr(target, name) for name in values}
    for name, value in values.items():
        setattr(target, name, value)
    try:
        yield
    finally:
        for name, value in before.items():
            setattr(target, name, value)


@contextmanager
def database_errors(url: str) -> Iterator[None]:
    """Turn a gradebook's errors into a TeachError that says what to do."""
    try:
        yield
    except (DatabaseError, sqlite3.Error) as error:
        _raise_database(str(error), url)
        message = f"the gradebook {url} can't be used: {error.args[0] if error.args else error}; restore a backup"
        raise TeachError(message) from error


def _raise_if_hopeless(error: Exception, log: str) -> None:
    text = f"{error}\n{log}"
    _raise_database(text, "gradebook.db", log)
    if isinstance(error, OSError):
        place = error.filename or "the course directory"
        message = f"can't write {place}: {error.strerror or error}; check its permissions and free space"
        raise TeachError(message, log) from error


def _raise_database(text: str, place: str, log: str = "") -> None:
    if "database is locked" in text:
        message = f"the gradebook {place} is locked by another program; let that finish, then try again"
        raise TeachError(message, log)
    if "readonly database" in text or "unable to open database" in text:
        message = f"the gradebook {place} can't be written; check the permissions of the course directory"
        raise TeachError(message, log)
    if "file is not a database" in text or "no such column" in text or "disk image is malformed" in text:
        message = f"the gradebook {place} is damaged or of an old nbgrader; restore a backup or `nbgrader db upgrade`"
        raise TeachError(message, log)
