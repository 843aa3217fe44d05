"""The student's folder: pages are copied into it once and are the student's from then on."""

from __future__ import annotations

import re
from dataclasses import dataclass
from pathlib import Path, PurePosixPath
from typing import TYPE_CHECKING
from urllib.parse import unquote, urlsplit

from underhood_course.atomic import create_atomically
from underhood_course.page import PageError, cell_text, read_notebook

if TYPE_CHECKING:
    from collections.abc import Iterator

    from underhood_course.catalog import Catalog
    from underhood_course.page import Page

DEFAULT_FOLDER = "~/underhood"
STATE_FOLDER = ".underhood"  # the student's own state, beside the work
TARGET = re.compile(r"\]\(\s*<?([^)\s>]+)")  # where a markdown link or picture points


class WorkspaceError(RuntimeError):
    """The student's folder can't take a page; the message says why and what to do."""


class OutsideError(WorkspaceError):
    """A path that leads out of the student's folder or the course, through a link for example."""


class NotFetchedError(WorkspaceError):
    """A hand-in that is not in the student's folder yet."""


@dataclass(frozen=True)
class Opened:
    """Where a page's copy is, relative to the student's folder, and whether it was made just now."""

    path: str
    copied: bool


class Workspace:
    """A student's folder.

    >>> workspace = Workspace(Path.home() / "underhood")
    >>> workspace.open(catalog.page("m1/introduction-to-gpus"), catalog)
    Opened(path='m1-memory-and-gpus/introduction-to-gpus.ipynb', copied=True)
    """

    def __init__(self, root: Path) -> None:
        self.root = root.resolve()
        self.state = self.root / STATE_FOLDER

    def open(self, page: Page, catalog: Catalog) -> Opened:
        """Make sure that the student has a copy of `page`, with its pictures and the pages it links to.

        What is there already is left exactly as it is. Raises `NotFetchedError` for a hand-in that was not fetched,
        `OutsideError` if a link leads out of the folder, `WorkspaceError` if it can't be written to.
        """
        target = self.inside(page.path)
        if page.handin:
            if not target.is_file():
                raise NotFetchedError(f"{page.title} is not in your folder yet: fetch it first")
            return Opened(page.path, copied=False)
        try:
            copied = self._copy(page.source, page.path)
            for file in _needed(page, catalog):
                self._copy(file, file.relative_to(catalog.folder).as_posix())
        except PermissionError as error:
            raise WorkspaceError(f"can't write in {self.root}: permission denied for {error.filename}") from None
        except OSError as error:
            raise WorkspaceError(f"can't copy {page.path} into {self.root}: {error.strerror}") from None
        return Opened(page.path, copied)

    def inside(self, path: str) -> Path:
        """Return `path`, relative to the student's folder, as a file in it; raise `OutsideError` if it leads out."""
        target = self.root / PurePosixPath(path)
        if not target.resolve().is_relative_to(self.root):
            raise OutsideError(f"{path} leads out of {self.root}")
        return target

    def _copy(self, source: Path, path: str) -> bool:
        target = self.inside(path)
        if target.exists():
            return False
        content = source.read_bytes()
        # Kept as it was handed out, so that a newer course can be merged with what the student changed.
        create_atomically(self.inside(f"{STATE_FOLDER}/originals/{path}"), content)
        return create_atomically(target, content)


def local_targets(markdown: str) -> Iterator[str]:
    """Yield where a markdown text points inside the course: relative paths, without their #heading."""
    for match in TARGET.finditer(markdown):
        parts = urlsplit(match[1])
        if parts.path and not parts.scheme and not parts.netloc:
            yield unquote(parts.path)


def is_handin_source(file: Path, catalog: Catalog) -> bool:
    """Return whether `file` belongs to a hand-in's source folder, whose solutions no student may be given."""
    parts = file.resolve().relative_to(catalog.folder.resolve()).parts
    return len(parts) > 1 and parts[1] == "handins"


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
            if is_handin_source(file, catalog):
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
