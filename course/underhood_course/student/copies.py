"""Which file of the student's folder is which page: by where it was put, else by the id in its metadata."""

from __future__ import annotations

import json
import os
import threading
from dataclasses import dataclass
from pathlib import Path, PurePosixPath
from typing import TYPE_CHECKING

from underhood_course.student.folder import STATE_FOLDER

if TYPE_CHECKING:
    from collections.abc import Iterator

    from underhood_course.page import Page
    from underhood_course.student.folder import Folder

ORIGINALS = f"{STATE_FOLDER}/originals"
MOST_NOTEBOOKS = 2000  # looked into for a renamed page, so that a huge folder costs no minutes


@dataclass(frozen=True)
class Copy:
    """A page in the student's folder: the student's file, and the page as it was handed out.

    Both paths are relative to the student's folder; either file may be missing.
    """

    path: str
    original: str


def copy_of(folder: Folder, page: Page) -> Copy:
    """Return where the student's copy of `page` is, or where it goes if there is none.

    A page that the newer course has elsewhere stays where the student has it. A file that the student renamed is found
    by its metadata; of several copies the one in its old place counts, else the one changed last.
    """
    usual = Copy(page.path, _original(page.path))
    if notebook_id(folder.inside(usual.path)) == notebook_id(folder.inside(usual.original)) == page.id:
        return usual  # nobody moved anything, which is found out without looking at every other page
    before = [path for path, known in originals(folder) if known == page.id]
    places = dict.fromkeys([page.path, *before])
    for path in places:
        if _is_file(folder, path) and notebook_id(folder.root / path) == page.id:
            return Copy(path, _original(path if path in before or not before else before[0]))
    if before:
        renamed = _renamed(folder, page.id)
        if renamed is not None:
            return Copy(renamed, _original(before[0]))
    for path in before:  # broken by hand, and still the student's
        if _is_file(folder, path) and notebook_id(folder.root / path) is None:
            return Copy(path, _original(path))
    path = _free(folder, page)
    return Copy(path, _original(path))


def originals(folder: Folder) -> Iterator[tuple[str, str]]:
    """Yield the path and the id of each page that was ever put into the student's folder."""
    place = folder.inside(ORIGINALS)
    for file in sorted(place.rglob("*.ipynb")):
        known = notebook_id(file)
        if known is not None:
            yield file.relative_to(place).as_posix(), known


def _original(path: str) -> str:
    return f"{ORIGINALS}/{path}"


def _is_file(folder: Folder, path: str) -> bool:
    return folder.inside(path).is_file()


def _free(folder: Folder, page: Page) -> str:
    """Return the course's path for the page, or one beside it if the student has another of its pages there."""
    path = PurePosixPath(page.path)
    candidate, number = path, 2
    while True:
        target = folder.inside(str(candidate))
        known = notebook_id(target) if target.is_file() else None
        if known is None or known == page.id:
            return str(candidate)
        candidate = path.with_stem(f"{path.stem}-{number}")
        number += 1


def _renamed(folder: Folder, page_id: str) -> str | None:
    found: list[tuple[int, str]] = []
    left = MOST_NOTEBOOKS
    for where, folders, files in os.walk(folder.root):
        folders[:] = [name for name in folders if not name.startswith(".")]
        for name in files:
            if not name.endswith(".ipynb") or left <= 0:
                continue
            left -= 1
            file = Path(where) / name
            path = file.relative_to(folder.root).as_posix()
            if notebook_id(file) == page_id and folder.inside(path).is_file():
                found.append((file.stat().st_mtime_ns, path))
    return max(found)[1] if found else None


# Ids by file, with the time and size that the file had when it was read.
_ids: dict[Path, tuple[tuple[int, int], str | None]] = {}
_ids_lock = threading.Lock()


def notebook_id(file: Path) -> str | None:
    """Return the page's id that a notebook has in its metadata; None for what is no notebook of the course."""
    try:
        status = file.stat()
    except (OSError, ValueError):
        return None
    stamp = (status.st_mtime_ns, status.st_size)
    with _ids_lock:
        known = _ids.get(file)
    if known and known[0] == stamp:
        return known[1]
    try:
        document = json.loads(file.read_bytes())
        found = document["metadata"]["underhood"]["id"]
    except (OSError, ValueError, RecursionError, KeyError, TypeError):
        found = None
    found = found if isinstance(found, str) else None
    with _ids_lock:
        _ids[file] = (stamp, found)
    return found
