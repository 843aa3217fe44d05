"""Copies of a student's pages from before they were replaced; none is ever deleted."""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import TYPE_CHECKING, Any, Literal

from underhood_course.atomic import create_atomically
from underhood_course.student.folder import STATE_FOLDER

if TYPE_CHECKING:
    from pathlib import Path

    from underhood_course.student.folder import Folder

Reason = Literal["update", "reset", "restore"]

STAMP = "%Y%m%dT%H%M%S%f"
NAME = re.compile(r"(\d{8}T\d{12})-(update|reset|restore)")


@dataclass(frozen=True)
class Backup:
    """A page as it was before it was updated, reset, or replaced by a backup."""

    name: str
    made: datetime
    reason: str
    page: Path
    original: Path  # the page as it was handed out then; may be missing

    def to_dict(self) -> dict[str, Any]:
        """Return the `backup` of backups.schema.json."""
        return {"name": self.name, "made": self.made.isoformat(timespec="seconds"), "reason": self.reason}


class Backups:
    """The backups of one page.

    >>> backups = Backups(workspace, "m1/introduction-to-gpus")
    >>> backups.keep(own, original, "reset").reason
    'reset'
    """

    def __init__(self, folder: Folder, page_id: str) -> None:
        self.place = folder.inside(f"{STATE_FOLDER}/backups/{page_id}")

    def keep(self, page: bytes, original: bytes | None, reason: Reason) -> Backup:
        """Write a backup of the student's `page`, with the original it was made from, so that both can come back."""
        while True:
            name = f"{datetime.now(UTC).strftime(STAMP)}-{reason}"
            backup = self._backup(name)
            if original is not None:
                create_atomically(backup.original, original)
            if create_atomically(backup.page, page):
                return backup

    def all(self) -> list[Backup]:
        """Return the backups, the latest first."""
        names = [file.stem for file in self.place.glob("*.ipynb")] if self.place.is_dir() else []
        return [self._backup(name) for name in sorted(names, reverse=True) if NAME.fullmatch(name)]

    def get(self, name: str) -> Backup | None:
        """Return the backup of that name."""
        return next((backup for backup in self.all() if backup.name == name), None)

    def _backup(self, name: str) -> Backup:
        stamp, _, reason = name.partition("-")
        made = datetime.strptime(stamp, STAMP).replace(tzinfo=UTC)
        return Backup(name, made, reason, self.place / f"{name}.ipynb", self.place / "originals" / f"{name}.ipynb")
