"""The student's folder: pages are copied into it once and are the student's from then on."""

from __future__ import annotations

import filecmp
import os
import posixpath
import re
from dataclasses import dataclass
from pathlib import PurePosixPath
from typing import TYPE_CHECKING
from urllib.parse import unquote, urlsplit

from underhood_course.atomic import create_atomically, write_atomically
from underhood_course.page import PageError, cell_text, read_notebook
from underhood_course.student.copies import ORIGINALS, Copy, copy_of
from underhood_course.student.folder import STATE_FOLDER, Folder, NotFetchedError, OutsideError, WorkspaceError
from underhood_course.student.versions import Versions

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from underhood_course.catalog import Catalog
    from underhood_course.page import Page
    from underhood_course.student.versions import Replaced

DEFAULT_FOLDER = "~/underhood"
TARGET = re.compile(r"\]\(\s*<?([^)\s>]+)")  # where a markdown link or picture points

__all__ = [
    "DEFAULT_FOLDER",
    "STATE_FOLDER",
    "NotFetchedError",
    "Opened",
    "OutsideError",
    "Workspace",
    "WorkspaceError",
    "holds_solution",
    "local_targets",
]


@dataclass(frozen=True)
class Opened:
    """Where a page's copy is, relative to the student's folder, and whether it was made or updated just now."""

    path: str
    copied: bool
    replaced: Replaced | None = None  # if it was brought up to date
    problem: str | None = None  # why it is not up to date, or lacks a picture; the page itself is there

    @property
    def updated(self) -> bool:
        """Whether the page was brought up to date."""
        return self.replaced is not None


class Workspace(Folder):
    """A student's folder.

    >>> workspace = Workspace(Path.home() / "underhood")
    >>> workspace.open(catalog.page("m1/introduction-to-gpus"), catalog)
    Opened(path='m1-memory-and-gpus/introduction-to-gpus.ipynb', copied=True, …)
    """

    def open(self, page: Page, catalog: Catalog, *, update: bool = True) -> Opened:
        """Make sure that the student has a copy of `page`, with its pictures and the pages it links to.

        A page that the student did not change, or only ran, is brought up to date with the course unless `update` says
        otherwise; what the student changed is left exactly as it is. Raises `NotFetchedError` for a hand-in that was
        not fetched, `OutsideError` if a link leads out of the folder, `WorkspaceError` if it can't be written to.
        """
        if page.handin:
            if not self.inside(page.path).is_file():
                raise NotFetchedError(f"{page.title} is not in your folder yet: fetch it first")
            return Opened(page.path, copied=False)
        copy = copy_of(self, page)
        with self.writing(f"copy {page.path}"):
            copied = self._copy(page.source, copy)
        replaced = None
        try:
            if update and not copied:
                replaced = Versions(self, catalog).renew(page)
            self.bring(page, catalog, copy)
        except WorkspaceError as error:
            return Opened(copy.path, copied, replaced, str(error))
        return Opened(copy.path, copied, replaced)

    def bring(self, page: Page, catalog: Catalog, copy: Copy | None = None) -> None:
        """Put what a page shows and links to into the student's folder; what the student did not touch is renewed.

        Pictures of a page that the course moved go where the student has the page. Of other pages, only those that the
        student has nowhere are copied.
        """
        copy = copy or copy_of(self, page)
        with self.writing(f"copy what {page.path} shows"):
            self._bring(page, catalog, copy)

    def _bring(self, page: Page, catalog: Catalog, copy: Copy) -> None:
        current = _same(self.inside(copy.original), page.source)
        for file in _needed(page, catalog):
            path = file.relative_to(catalog.folder).as_posix()
            if file.suffix == ".ipynb":
                linked = catalog.page_at(path)
                if linked is None or linked.id != page.id:
                    place = copy_of(self, linked) if linked else Copy(path, f"{ORIGINALS}/{path}")
                    self._copy(file, place)
                continue
            beside = PurePosixPath(os.path.relpath(file, page.source.parent))
            path = posixpath.normpath((PurePosixPath(copy.path).parent / beside).as_posix())
            place = Copy(path, f"{ORIGINALS}/{path}")
            if not self._copy(file, place) and current:
                self._renew(file, place)

    def _copy(self, source: Path, copy: Copy) -> bool:
        target = self.inside(copy.path)
        if target.exists():
            return False
        with self.replacing(copy.path):
            if target.exists():  # another server was faster, maybe with another version
                return False
            content = source.read_bytes()
            # Kept as it was handed out, so that a newer course can be merged with what the student changed.
            write_atomically(self.inside(copy.original), content)
            return create_atomically(target, content)

    def _renew(self, source: Path, copy: Copy) -> None:
        """Take over a newer file that the student did not touch."""
        target, original = self.inside(copy.path), self.inside(copy.original)
        if original.is_file() and not _same(source, original) and _same(target, original):
            content = source.read_bytes()
            write_atomically(target, content)
            write_atomically(original, content)


def local_targets(markdown: str) -> Iterator[str]:
    """Yield where a markdown text points inside the course: relative paths, without their #heading."""
    for match in TARGET.finditer(markdown):
        parts = urlsplit(match[1])
        if parts.path and not parts.scheme and not parts.netloc:
            yield unquote(parts.path)


def holds_solution(file: Path, catalog: Catalog) -> bool:
    """Return whether `file` belongs to a hand-in's or an exercise's source, whose solution no student may be given."""
    parts = file.resolve().relative_to(catalog.folder.resolve()).parts
    return len(parts) > 1 and parts[1] in ("handins", "exercises")


def _needed(page: Page, catalog: Catalog) -> Iterator[Path]:
    """Yield the course's files that a page shows or links to, and those that they do in turn."""
    seen = {page.source.resolve()}
    waiting = [page.source]
    course = catalog.folder.resolve()
    while waiting:
        notebook = waiting.pop()
        for target in _targets_of(notebook):
            file = (notebook.parent / target).resolve()
            if file in seen or not file.is_file() or not file.is_relative_to(course):
                continue
            if holds_solution(file, catalog):
                continue
            seen.add(file)
            yield catalog.folder / file.relative_to(course)
            if file.suffix == ".ipynb":
                waiting.append(file)


def _targets_of(notebook: Path) -> Iterator[str]:
    """Yield where a notebook's texts point; nothing for one that is broken, which `underhood check` says."""
    try:
        cells = read_notebook(notebook, notebook.name)["cells"]
    except PageError:
        return
    for cell in cells:
        if cell.get("cell_type") == "markdown":
            yield from local_targets(cell_text(cell))


def _same(one: Path, other: Path) -> bool:
    return one.is_file() and other.is_file() and filecmp.cmp(one, other, shallow=False)
