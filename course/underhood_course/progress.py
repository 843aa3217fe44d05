"""The student's choices and state, in one file beside the work."""

from __future__ import annotations

import json
import threading
from datetime import UTC, datetime
from typing import TYPE_CHECKING, Any

from underhood_course.atomic import write_atomically
from underhood_course.schema import faults, schema

if TYPE_CHECKING:
    from pathlib import Path

FILE = "progress.json"

# One lock for all files: two windows of one student ask the same server.
_lock = threading.Lock()


class ProgressError(ValueError):
    """A change that makes no sense; the message names the field."""


class ProgressFile:
    """The file `progress.json` in a student's state folder.

    >>> progress = ProgressFile(workspace.state)
    >>> progress.change({"level": 3, "pages": {"m1/introduction-to-gpus": {"state": "done"}}})["level"]
    3
    """

    def __init__(self, folder: Path) -> None:
        self.file = folder / FILE

    def read(self) -> dict[str, Any]:
        """Return the student's progress as progress.schema.json describes it; the beginning if there is none yet.

        A file that is broken is put aside as `progress.broken-….json`, never written over.
        """
        with _lock:
            return self._read()

    def change(self, changes: dict[str, Any]) -> dict[str, Any]:
        """Take over `changes`, any of progress.schema.json's fields, and return the whole.

        `pages` are merged one by one, and so are a page's fields, its exercises and its quizzes; what is None is
        forgotten. Raises `ProgressError` for what the schema
        refuses; the file is then as it was.
        """
        if not isinstance(changes, dict):
            raise ProgressError("the changes must be an object")
        with _lock:
            progress = self._read()
            pages = changes.get("pages", {})
            if not isinstance(pages, dict):
                raise ProgressError("pages: must be an object from page id to state")
            progress |= {name: value for name, value in changes.items() if name != "pages"}
            now = datetime.now(UTC).isoformat(timespec="seconds")
            for page, state in pages.items():
                if state is None:
                    progress["pages"].pop(page, None)
                else:
                    progress["pages"][page] = _merged(progress["pages"].get(page, {}), state, now)
            for field, message in faults(progress, schema("progress")):
                raise ProgressError(f"{field}: {message}")
            write_atomically(self.file, json.dumps(progress, indent=1, ensure_ascii=False).encode())
            return progress

    def opened(self, page_id: str) -> dict[str, Any]:
        """Note that the student opened a page; one that is done stays done."""
        state = self.read()["pages"].get(page_id, {"state": "started"})
        return self.change({"last_page": page_id, "pages": {page_id: {"state": state["state"]}}})

    def _read(self) -> dict[str, Any]:
        beginning = {"level": 1, "specializations": [], "additional_reading": False, "pages": {}, "last_page": None}
        try:
            text = self.file.read_text("utf-8")
        except FileNotFoundError:
            return beginning
        except UnicodeDecodeError:
            text = ""
        try:
            progress: dict[str, Any] = json.loads(text)
        except (ValueError, RecursionError):
            progress = {}
        if any(True for _ in faults(progress, schema("progress"))):
            stamp = datetime.now(UTC).strftime("%Y%m%dT%H%M%S%f")
            self.file.rename(self.file.with_name(f"progress.broken-{stamp}.json"))
            return beginning
        return progress


def _merged(page: dict[str, Any], change: Any, now: str) -> Any:
    """Return a page's entry with a change taken over; what makes no sense is left for the schema to refuse."""
    if not isinstance(change, dict):
        return change
    merged = {**page, **change, "changed": now}
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
