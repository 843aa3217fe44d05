"""Receipts of what was handed in, and copies of it to look at."""

from __future__ import annotations

import hashlib
import json
import re
import shutil
from datetime import UTC
from pathlib import Path
from typing import TYPE_CHECKING, Any

from nbgrader.utils import parse_utc
from underhood_course.atomic import create_atomically
from underhood_course.schema import faults, schema

from underhood_grading.folders import copy_folder
from underhood_grading.notices import NOTICE_FILE

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

__all__ = ["copy_of", "iso", "read_receipt", "write_receipt"]

_FOLDER = "receipts"
_COPIES = "handed-in"  # JupyterLab shows no hidden folders, and nbgrader keeps its copies in one
_OWN = ("timestamp.txt", "submission_secret.txt", NOTICE_FILE)  # not the student's; the secret stays one


def write_receipt(
    state: Path, submission: Mapping[str, Any], *, title: str, student: str, due: str | None
) -> dict[str, Any]:
    """Return the receipt of a submission as nbgrader lists it, made from nbgrader's copy if there is none yet.

    >>> write_receipt(workspace.state, listing.submitted["convolution"][0], title="…", student="ada", due=None)["files"]
    [{'name': 'convolution.ipynb', 'bytes': 51213, 'sha256': '9f86…'}]

    One that is there is never written over. Raises OSError.
    """
    if before := read_receipt(state, submission):
        return before
    folder = Path(submission["path"])
    receipt = {
        "handin": submission["assignment_id"],
        "title": title,
        "course_id": submission["course_id"],
        "student": student,
        "timestamp": submission["timestamp"],
        "time": iso(submission["timestamp"]),
        "due": due,
        "files": [
            {
                "name": file.relative_to(folder).as_posix(),
                "bytes": file.stat().st_size,
                "sha256": hashlib.sha256(file.read_bytes()).hexdigest(),
            }
            for file in sorted(folder.rglob("*"))
            if file.is_file() and not file.is_symlink() and file.name not in _OWN
        ],
    }
    place = _file(state, submission)
    place.parent.mkdir(parents=True, exist_ok=True)
    create_atomically(place, json.dumps(receipt, indent=1, ensure_ascii=False).encode())
    return receipt


def read_receipt(state: Path, submission: Mapping[str, Any]) -> dict[str, Any] | None:
    """Return the receipt of a submission, or None if there is none that can be read."""
    try:
        receipt: dict[str, Any] = json.loads(_file(state, submission).read_text("utf-8"))
    except (OSError, ValueError, RecursionError):
        return None
    # A student may look at these files, and write in them.
    shape = {**schema("handins"), **schema("handins")["$defs"]["receipt"], "$id": "underhood:receipt"}
    return None if any(faults(receipt, shape)) else receipt


def copy_of(root: Path, submission: Mapping[str, Any]) -> str:
    """Copy what was handed in to where a student may open it, and return its notebook's path in their folder.

    >>> copy_of(workspace.root, listing.submitted["convolution"][1])
    'handed-in/convolution 2026-11-20 18.03.12/convolution.ipynb'

    A copy that is there stays. Raises OSError.
    """
    handin, time = str(submission["assignment_id"]), parse_utc(submission["timestamp"])
    target = root / _COPIES / f"{handin} {time:%Y-%m-%d %H.%M.%S} UTC"
    if not target.is_dir():
        target.parent.mkdir(exist_ok=True)
        copy_folder(Path(submission["path"]), target, shutil.ignore_patterns(*_OWN, ".*"))
    notebook = next(iter(sorted(_notebooks(target))), None)
    return (notebook or target).relative_to(root).as_posix()


def iso(timestamp: str) -> str:
    """Return nbgrader's timestamp as ISO 8601 with offset."""
    return str(parse_utc(timestamp).replace(tzinfo=UTC).isoformat())


def _notebooks(folder: Path) -> Iterable[Path]:
    return folder.glob("*.ipynb")


def _file(state: Path, submission: Mapping[str, Any]) -> Path:
    name = re.sub(r"[^0-9A-Za-z.+-]+", "-", str(submission["timestamp"])).strip("-.")
    handin = re.sub(r"[/\\\0]", "-", str(submission["assignment_id"])).lstrip(".")
    return state / _FOLDER / handin / f"{name}.json"
