"""Collecting what students put into the exchange, where anybody may put anything."""

from __future__ import annotations

import os
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

from nbgrader.exchange.default import ExchangeCollect
from nbgrader.utils import parse_utc

from .submission import has_readable_time, time_of

if TYPE_CHECKING:
    from datetime import datetime

__all__ = ["Arrival", "CarefulCollect", "arrivals", "refusal"]


@dataclass(frozen=True)
class Arrival:
    """A submission that lies in the exchange; `time` is naive and in UTC, as nbgrader keeps it."""

    student: str
    time: datetime
    folder: Path


def arrivals(inbound: Path, handin: str) -> dict[str, Arrival]:
    """Return each student's latest submission of a hand-in in the exchange's `inbound` folder.

    Names that are none of nbgrader's `<student>+<hand-in>+<time>+<random>` are left out; so is all,
    where there is no such folder or it can't be read.
    """
    latest: dict[str, Arrival] = {}
    try:
        folders = sorted(inbound.iterdir())
    except OSError:
        return latest
    for folder in folders:
        pieces = folder.name.rsplit("+", 3)
        if len(pieces) < 3 or pieces[1] != handin:
            continue
        try:
            time = time_of(pieces[2])
        except (ValueError, OverflowError):
            continue
        if time is None:
            continue
        one = Arrival(pieces[0], time, folder)
        if one.student not in latest or latest[one.student].time < one.time:
            latest[one.student] = one
    return latest


def refusal(folder: Path, most_kilobytes: int) -> str | None:
    """Say why a submission must not be copied, or None if it may.

    A link would make the teacher's process read what the student can't: the source with its
    solution, or somebody else's work.
    """
    if folder.is_symlink() or not folder.is_dir():
        return "what was handed in is no folder"
    size = 0
    for place, folders, files in os.walk(folder):
        for name in [*folders, *files]:
            path = Path(place, name)
            if path.is_symlink():
                return f"`{name}` is a link; hand in the file itself"
            if name in files and not path.is_file():
                return f"`{name}` is no ordinary file"
            size += path.lstat().st_size if name in files else 0
    if size > 1000 * most_kilobytes:
        return f"it has {size / 1e6:.0f} MB; at most {most_kilobytes / 1000:.0f} MB are collected"
    return None


class CarefulCollect(ExchangeCollect):  # type: ignore[misc]  # nbgrader ships no types
    """nbgrader's collect, in which one submission can't keep the others from being collected.

    `refused` holds what was not collected and why, by student.
    """

    src_records: list[dict[str, Any]]

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.refused: dict[str, str] = {}

    def _path_to_record(self, path: str) -> dict[str, Any]:
        # A name that can't be read belongs to no student; stock nbgrader would stop here.
        try:
            record: dict[str, Any] = super()._path_to_record(path)
        except (ValueError, OverflowError):
            self.log.warning("Skipping %s: its name has no time", path)
            record = {"username": "", "filename": Path(path).name, "timestamp": parse_utc("1970-01-01")}
        return record

    def copy_files(self) -> None:
        """Copy one submission after the other."""
        records: list[dict[str, Any]] = [one for one in self.src_records if one["username"]]
        for record in records:
            student = record["username"]
            try:
                why = refusal(Path(self.inbound_path, record["filename"]), self.coursedir.max_dir_size)
                if why is None:
                    self._copy_one(record)
            except Exception as error:  # noqa: BLE001  # whatever it is, it is this submission's
                why = f"it can't be copied: {error}"
            if why is not None:
                self.log.warning("Not collected: %s: %s", student, why)
                self.refused[student] = why
        self.src_records = records

    def _copy_one(self, record: dict[str, Any]) -> None:
        """Copy a submission, unless it was collected before, and make its time that of its name.

        The file with the time stays its author's to write while it lies in the exchange, and a text
        in it that is no time stops nbgrader for everybody.
        """
        folder = Path(
            self.coursedir.format_path(
                self.coursedir.submitted_directory, record["username"], self.coursedir.assignment_id
            )
        )
        if not has_readable_time(folder / "timestamp.txt"):
            (folder / "timestamp.txt").unlink()
        before = _identity(folder)
        self.src_records = [record]
        super().copy_files()
        if _identity(folder) != before:
            file = folder / "timestamp.txt"
            file.unlink(missing_ok=True)
            file.write_text(f"{record['timestamp']:%Y-%m-%d %H:%M:%S.%f} UTC", encoding="utf-8")


def _identity(folder: Path) -> tuple[int, int] | None:
    """Return what changes when a folder is made anew."""
    try:
        found = folder.stat()
    except OSError:
        return None
    return found.st_ino, found.st_ctime_ns
