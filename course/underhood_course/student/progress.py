"""The student's choices and state, in one file beside the work."""

from __future__ import annotations

import errno
import json
import time
from contextlib import suppress
from datetime import UTC, datetime
from typing import TYPE_CHECKING, Any

from underhood_course.atomic import write_atomically
from underhood_course.schema import faults, schema
from underhood_course.student.lock import LockedError, locked
from underhood_course.student.understood import understood

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

FILE = "progress.json"
LOCK = "progress.lock"
PATIENCE = 10.0  # seconds to wait for another writer, who needs milliseconds
LEFT_OVER = 60.0  # seconds after which a half-written file is nobody's any more

Version = tuple[int, int]

FULL = {errno.ENOSPC, errno.EDQUOT, errno.EFBIG}


class ProgressError(ValueError):
    """A change that makes no sense; the message names the field."""


class NotKeptError(RuntimeError):
    """The progress can't be written now; the message says why and what to do. What was kept before is as it was."""


class ProgressFile:
    """The file `progress.json` in a student's state folder.

    >>> progress = ProgressFile(workspace.state)
    >>> progress.change({"level": 3, "pages": {"m1/introduction-to-gpus": {"state": "done"}}})["level"]
    3

    Threads and servers may change it at the same time: each change is merged with what the file says then. What a newer
    version of the course wrote stays in the file, though this one does not show it. `wrote` is told each version that
    was written, before anybody else can write.
    """

    def __init__(self, folder: Path, wrote: Callable[[Version | None], None] | None = None) -> None:
        self.file = folder / FILE
        self._lock = folder / LOCK
        self._wrote = wrote

    def version(self) -> Version | None:
        """Return what tells the file from one that was written later; None if there is none."""
        try:
            found = self.file.stat()
        except OSError:
            return None
        return found.st_ino, found.st_mtime_ns

    def read(self) -> dict[str, Any]:
        """Return the student's progress as progress.schema.json describes it; the beginning if there is none yet.

        A file that is broken stays where it is until the next change puts it aside as `progress.broken-….json`.
        """
        _, shown = self._load()
        return shown

    def change(self, changes: dict[str, Any]) -> dict[str, Any]:
        """Take over `changes`, any of progress.schema.json's fields, and return the whole.

        `pages` are merged one by one, and so are a page's fields, its exercises and its quizzes; what is None is
        forgotten. Raises `ProgressError` for what the schema refuses and `NotKeptError` where it can't be written; the
        file is then as it was.
        """
        try:
            with locked(self._lock, PATIENCE):
                kept, shown = self._load()
                now = datetime.now(UTC).isoformat(timespec="seconds")
                changed = _apply(shown, changes, now)
                for field, message in faults(_touched(changed, changes), schema("progress")):
                    raise ProgressError(f"{field}: {message}")
                if kept is None:
                    self._put_aside()
                self._forget_left_overs()
                document = _apply({**_beginning(), **(kept or {})}, changes, now)
                write_atomically(self.file, json.dumps(document, indent=1, ensure_ascii=False).encode())
                if self._wrote is not None:
                    self._wrote(self.version())
                return changed
        except (LockedError, OSError) as error:
            raise NotKeptError(f"your progress can't be saved in {self.file}: {_reason(error)}") from error

    def opened(self, page_id: str) -> dict[str, Any]:
        """Note that the student opened a page; one that is done stays done."""
        return self.change({"last_page": page_id, "pages": {page_id: {}}})

    def _load(self) -> tuple[dict[str, Any] | None, dict[str, Any]]:
        """Return what the file says, None if it is broken, and what of it this version understands."""
        try:
            kept = json.loads(self.file.read_bytes())
        except FileNotFoundError:
            return {}, _beginning()
        except (ValueError, RecursionError):  # text that is no UTF-8 is a ValueError too
            kept = None
        shown = understood(kept, schema("progress")) if isinstance(kept, dict) else None
        return (None, _beginning()) if shown is None else (kept, shown)

    def _put_aside(self) -> None:
        stamp = datetime.now(UTC).strftime("%Y%m%dT%H%M%S%f")
        self.file.rename(self.file.with_name(f"progress.broken-{stamp}.json"))

    def _forget_left_overs(self) -> None:
        """Delete what writers left half-written when they were killed."""
        for left in self.file.parent.glob(f".{FILE}.*"):
            with suppress(OSError):
                if time.time() - left.stat().st_mtime > LEFT_OVER:
                    left.unlink()


def _beginning() -> dict[str, Any]:
    """Return the progress of who has not begun: the schema's defaults."""
    beginning = understood({}, schema("progress"))
    if beginning is None:
        raise AssertionError("the progress schema has no defaults")
    return beginning


def _apply(progress: dict[str, Any], changes: Any, now: str) -> dict[str, Any]:
    """Return `progress` with the changes taken over, each entry merged with what is there."""
    if not isinstance(changes, dict):
        raise ProgressError("the changes must be an object")
    changed_pages = changes.get("pages", {})
    if not isinstance(changed_pages, dict):
        raise ProgressError("pages: must be an object from page id to state")
    pages = dict(progress["pages"])
    for page, state in changed_pages.items():
        if state is None:
            pages.pop(page, None)
        else:
            pages[page] = _merged(pages.get(page, {}), state, now)
    return {**progress, **changes, "pages": pages}


def _merged(page: dict[str, Any], change: Any, now: str) -> Any:
    """Return a page's entry with a change taken over; what makes no sense is left for the schema to refuse."""
    if not isinstance(change, dict):
        return change
    merged = {"state": "started", **page, **change, "changed": now}
    for field in ("exercises", "quizzes"):
        attempts = change.get(field)
        if isinstance(attempts, dict):
            both = {**page.get(field, {}), **attempts}
            merged[field] = {
                name: {**attempt, "changed": now} if name in attempts and isinstance(attempt, dict) else attempt
                for name, attempt in both.items()
                if attempt is not None
            }
    return merged


def _touched(progress: dict[str, Any], changes: dict[str, Any]) -> dict[str, Any]:
    """Return the progress with the changed pages only: the others were understood, and there may be thousands."""
    pages = progress["pages"]
    return {**progress, "pages": {page: pages[page] for page in changes.get("pages", {}) if page in pages}}


def _reason(error: OSError) -> str:
    if isinstance(error, LockedError):
        return "another program has held it for too long; close other servers on this folder"
    if error.errno in FULL:
        return "the disk is full; delete something and it will be saved"
    if error.errno in (errno.EACCES, errno.EPERM, errno.EROFS):
        return "the folder can't be written to; ask who runs this computer for write permission"
    return f"{error.strerror}; see whether the folder is still there"
