"""Newer versions of the pages in a student's folder: what they change, and taking them over.

>>> versions = Versions(workspace, catalog)
>>> [one["page_id"] for one in versions.newer()]
['m1/introduction-to-gpus']
>>> versions.merge(page, {"b4": "both"}, fingerprint).path
'm1-memory-and-gpus/introduction-to-gpus.ipynb'

The student's file is replaced first and the original last: killed in between, the course's changes are found in both
and nothing is asked twice that matters; the other way round they would seem to be the student's to have left out.
"""

from __future__ import annotations

import hashlib
import json
import threading
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from underhood_course.atomic import write_atomically
from underhood_course.page import PageError, read_notebook
from underhood_course.student.backups import Backup, Backups
from underhood_course.student.copies import Copy, copy_of, originals
from underhood_course.student.folder import ChangedError, NotFetchedError, WorkspaceError
from underhood_course.student.updating import Comparison, MergeError, compare, merge
from underhood_course.student.updating.shown import shown

if TYPE_CHECKING:
    from collections.abc import Mapping
    from pathlib import Path

    from underhood_course.catalog import Catalog
    from underhood_course.page import Page
    from underhood_course.student.backups import Reason
    from underhood_course.student.folder import Folder
    from underhood_course.student.updating.comparing import Choice

# For what is remembered below.
_lock = threading.Lock()


@dataclass(frozen=True)
class Replaced:
    """A student's page that was replaced, and the backup of what it was; None if there was nothing to keep."""

    path: str
    backup: Backup | None

    def to_dict(self) -> dict[str, Any]:
        """Return the `replaced` of backups.schema.json."""
        return {"path": self.path, "backup": self.backup.to_dict() if self.backup else None}


@dataclass(frozen=True)
class _Sides:
    """The bytes of the three files, read together."""

    copy: Copy
    base: bytes | None
    mine: bytes
    course: bytes

    @property
    def fingerprint(self) -> str:
        digest = hashlib.sha256()
        for side in (self.base or b"", self.mine, self.course):
            digest.update(hashlib.sha256(side).digest())
        return digest.hexdigest()


class Versions:
    """The course's pages beside the student's."""

    def __init__(self, folder: Folder, catalog: Catalog) -> None:
        self.folder = folder
        self.catalog = catalog

    def newer(self) -> list[dict[str, Any]]:
        """Return each page in the student's folder that the course has a newer version of, as updates.schema.json."""
        found = []
        pages = {page.id: page for page in self.catalog.pages()}
        for page_id in dict.fromkeys(known for _, known in originals(self.folder)):
            page = pages.get(page_id)
            if page is None or page.handin:
                continue
            try:
                state = self._state(page)
            except (OSError, WorkspaceError):
                continue  # said where the page is opened
            if state is not None:
                path, what = state
                found.append({"page_id": page.id, "title": page.title, "path": path, "state": what})
        return found

    def show(self, page: Page) -> dict[str, Any]:
        """Return what the newer version changes, cell by cell, as update.schema.json.

        Raises `WorkspaceError` where there is no copy, or it is no notebook any more.
        """
        sides = self._sides(page)
        comparison = self._compare(page, sides)
        return {
            "page_id": page.id,
            "title": page.title,
            "path": sides.copy.path,
            "fingerprint": sides.fingerprint,
            "newer": comparison.news,
            "touched": not comparison.untouched,
            **shown(comparison),
        }

    def merge(self, page: Page, choices: Mapping[str, Choice], fingerprint: str) -> Replaced:
        """Replace the student's page by what comes of merging, and keep the page as it was.

        Raises `ChangedError` if either side is no longer as it was when `fingerprint` was given out, `ChoiceError` for
        a choice that is none.
        """
        with self.folder.replacing(page.title):
            sides = self._sides(page)
            if sides.fingerprint != fingerprint:
                raise ChangedError(f"{page.title} changed in the meantime; look at the difference again")
            document = _bytes(self._merge(page, self._compare(page, sides), choices))
            return self._replace(page, sides, document, "update")

    def renew(self, page: Page) -> Replaced | None:
        """Take over a newer version if the student changed nothing of the page; return None if there was nothing to do.

        A page that the student changed is left as it is, and so is one that is no notebook any more.
        """
        if self._renewal(page) is None:
            return None  # nothing to wait for, and nothing to write into a folder that takes nothing
        with self.folder.replacing(page.title):
            renewal = self._renewal(page)
            return None if renewal is None else self._replace(page, *renewal, "update")

    def reset(self, page: Page) -> Replaced:
        """Put the course's own page in the place of the student's, and keep the student's."""
        _refuse_handin(page)
        with self.folder.replacing(page.title):
            copy = copy_of(self.folder, page)
            with self.folder.writing(f"reset {copy.path}"):
                course = page.source.read_bytes()
                mine = _read(self.folder.inside(copy.path))
                base = _read(self.folder.inside(copy.original))
                return self._write(page, copy, mine, course, base=base, new_base=course, reason="reset")

    def restore(self, page: Page, name: str) -> Replaced:
        """Put a backup in the place of the student's page, and keep the page as it was. Raises `LookupError`."""
        _refuse_handin(page)
        with self.folder.replacing(page.title):
            backup = Backups(self.folder, page.id).get(name)
            if backup is None:
                raise LookupError(f'{page.title} has no backup "{name}"')
            copy = copy_of(self.folder, page)
            with self.folder.writing(f"restore {copy.path}"):
                content = backup.page.read_bytes()
                mine = _read(self.folder.inside(copy.path))
                base = _read(self.folder.inside(copy.original))
                was = _read(backup.original) or base
                return self._write(page, copy, mine, content, base=base, new_base=was, reason="restore")

    def backups(self, page: Page) -> list[Backup]:
        """Return the backups of a page, the latest first."""
        return Backups(self.folder, page.id).all()

    def _state(self, page: Page) -> tuple[str, str] | None:
        """Return where the student's copy is and how it stands; None if it is missing or as new as the course."""
        copy = copy_of(self.folder, page)
        mine, base = self.folder.inside(copy.path), self.folder.inside(copy.original)
        if not mine.is_file() or (base.is_file() and _digest(base) == _digest(page.source)):
            return None
        stamps = (_stamp(base), _stamp(mine), _stamp(page.source))
        with _lock:
            known = _states.get((mine, base))
        if known and known[0] == stamps:
            return None if known[1] is None else (copy.path, known[1])
        state: str | None
        try:
            comparison = self._compare(page, self._sides(page))
        except WorkspaceError:
            state = "broken"
        else:
            state = None if not comparison.news else "untouched" if comparison.untouched else "touched"
        with _lock:
            _states[mine, base] = (stamps, state)
        return None if state is None else (copy.path, state)

    def _renewal(self, page: Page) -> tuple[_Sides, bytes] | None:
        """Return what takes the place of a page that the student changed nothing of; None if nothing does."""
        try:
            sides = self._sides(page)
            if sides.base == sides.course:
                return None
            comparison = self._compare(page, sides)
            if not comparison.news or not comparison.untouched:
                return None
            never_run = sides.mine == sides.base
            return sides, sides.course if never_run else _bytes(self._merge(page, comparison, {}))
        except WorkspaceError:  # said where the difference is looked at
            return None

    def _sides(self, page: Page) -> _Sides:
        _refuse_handin(page)
        copy = copy_of(self.folder, page)
        mine = _read(self.folder.inside(copy.path))
        if mine is None:
            raise WorkspaceError(f"{page.title} is not in your folder; open it to get the course's version")
        with self.folder.writing(f"read {page.path}"):
            return _Sides(copy, _read(self.folder.inside(copy.original)), mine, page.source.read_bytes())

    def _compare(self, page: Page, sides: _Sides) -> Comparison:
        try:
            mine = read_notebook(sides.mine, sides.copy.path)
        except PageError as error:
            raise WorkspaceError(f"{error}; reset the page to get the course's, yours is kept") from None
        try:
            course = read_notebook(sides.course, page.path)
            base = read_notebook(sides.base, sides.copy.original) if sides.base else None
        except PageError as error:
            raise WorkspaceError(str(error)) from None
        return compare(base, mine, course)

    def _merge(self, page: Page, comparison: Comparison, choices: Mapping[str, Choice]) -> dict[str, Any]:
        try:
            return merge(comparison, choices)
        except MergeError as error:
            raise WorkspaceError(f"{page.title}: {error}; reset the page instead, yours is kept") from None

    def _replace(self, page: Page, sides: _Sides, content: bytes, reason: Reason) -> Replaced:
        with self.folder.writing(f"update {sides.copy.path}"):
            return self._write(
                page, sides.copy, sides.mine, content, base=sides.base, new_base=sides.course, reason=reason
            )

    def _write(
        self,
        page: Page,
        copy: Copy,
        mine: bytes | None,
        content: bytes,
        *,
        base: bytes | None,
        new_base: bytes | None,
        reason: Reason,
    ) -> Replaced:
        target = self.folder.inside(copy.path)
        original = self.folder.inside(copy.original)
        backup = None
        if mine is not None and mine != content:
            backup = Backups(self.folder, page.id).keep(mine, base, reason)
            if _read(target) != mine:  # JupyterLab saved it while the backup was written
                raise ChangedError(f"{page.title} was saved in the meantime; try again")
        if mine != content:
            write_atomically(target, content)
        if new_base is not None and new_base != base:
            write_atomically(original, new_base)
        return Replaced(copy.path, backup)


def _refuse_handin(page: Page) -> None:
    if page.handin:
        raise NotFetchedError(f"{page.title} is a hand-in, which is fetched and not updated: fetch it again")


def _bytes(document: dict[str, Any]) -> bytes:
    """Return a notebook as Jupyter writes it."""
    return (json.dumps(document, indent=1, ensure_ascii=False, sort_keys=True) + "\n").encode()


def _read(file: Path) -> bytes | None:
    try:
        return file.read_bytes()
    except (FileNotFoundError, NotADirectoryError):
        return None


Stamp = tuple[int, int]

_digests: dict[Path, tuple[Stamp, bytes]] = {}
# By the student's file and the original: the stamps of all three files, and how the page stood then.
_states: dict[tuple[Path, Path], tuple[tuple[Stamp, Stamp, Stamp], str | None]] = {}


def _stamp(file: Path) -> Stamp:
    try:
        status = file.stat()
    except OSError:
        return (0, 0)
    return (status.st_mtime_ns, status.st_size)


def _digest(file: Path) -> bytes:
    """Return a file's hash, from memory if it hasn't changed since."""
    stamp = _stamp(file)
    with _lock:
        known = _digests.get(file)
    if known and known[0] == stamp:
        return known[1]
    digest = hashlib.sha256(file.read_bytes()).digest()
    with _lock:
        _digests[file] = (stamp, digest)
    return digest
