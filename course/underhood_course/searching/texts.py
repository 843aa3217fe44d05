"""The texts of a course's pages by section, read again only when a page's file has changed."""

from __future__ import annotations

import threading
from dataclasses import dataclass
from typing import TYPE_CHECKING

from underhood_course.page import HEADING, PageError, cell_text, read_notebook
from underhood_course.quizzes import quiz_of
from underhood_course.searching.plain import fold, plain_code, plain_markdown

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path
    from typing import Any

    from underhood_course.catalog import Catalog
    from underhood_course.page import Page


@dataclass(frozen=True)
class Text:
    """The text of one section, or of what stands before the first one (`section` is None)."""

    section: int | None
    text: str
    folded: str


@dataclass(frozen=True)
class PageText:
    """A page's texts, and its titles folded."""

    page: Page
    titles: str
    texts: tuple[Text, ...]
    everything: str  # titles and texts, folded: one look says whether a word stands anywhere


class PageTexts:
    """The texts of every page, kept in memory.

    >>> texts = PageTexts()
    >>> texts.of(read_catalog())[0].texts[0].text
    'A processor waits for memory most of the time …'
    """

    def __init__(self) -> None:
        self._lock = threading.Lock()
        self._pages: dict[Path, tuple[Page, str, PageText]] = {}
        self._catalog: Catalog | None = None
        self._all: list[PageText] = []

    def of(self, catalog: Catalog) -> list[PageText]:
        """Return the texts of a catalog's pages in reading order; a page that can't be read has none."""
        with self._lock:
            if catalog is not self._catalog:
                pages = {}
                for module in catalog.modules:
                    for page in module.pages:
                        pages[page.source] = self._text_of(page, module.title)
                self._pages = pages
                self._all = [text for _, _, text in pages.values()]
                self._catalog = catalog
            return self._all

    def _text_of(self, page: Page, module: str) -> tuple[Page, str, PageText]:
        kept = self._pages.get(page.source)
        # The catalog makes a new page only where the file has changed.
        if kept and kept[0] is page and kept[1] == module:
            return kept
        return page, module, read_texts(page, module)


def read_texts(page: Page, module: str) -> PageText:
    """Read a page's text.

    Of a hand-in only what students are given counts: its source has the solutions, and the tests that they don't see.
    """
    titles = fold(" ".join([module, page.title, *(section.title for section in page.sections)]))
    try:
        cells = read_notebook(page.source, page.source.name)["cells"]
    except PageError:
        return PageText(page, titles, (), titles)
    texts = tuple(
        Text(section, text, fold(text)) for section, text in _sections(cells, is_handin=page.handin is not None)
    )
    return PageText(page, titles, texts, " ".join([titles, *(text.folded for text in texts)]))


def _sections(cells: list[dict[str, Any]], *, is_handin: bool) -> Iterator[tuple[int | None, str]]:
    """Yield each section's place and its text, where there is any."""
    section: int | None = None
    parts: list[str] = []
    for cell in cells:
        if quiz_of(cell):
            continue  # asked, not read
        source = cell_text(cell)
        if cell.get("cell_type") == "markdown":
            first, _, rest = source.partition("\n")
            heading = HEADING.match(first.rstrip())
            if heading and len(heading[1]) > 1:
                if any(parts):
                    yield section, " ".join(filter(None, parts))
                section = 0 if section is None else section + 1
                parts = []
            if not _is_solution(cell):
                parts.append(plain_markdown(rest if heading else source))
        elif cell.get("cell_type") == "code" and not is_handin:
            parts.append(plain_code(source))
    if any(parts):
        yield section, " ".join(filter(None, parts))


def _is_solution(cell: dict[str, Any]) -> bool:
    metadata = cell.get("metadata")
    nbgrader = metadata.get("nbgrader") if isinstance(metadata, dict) else None
    return isinstance(nbgrader, dict) and bool(nbgrader.get("solution"))
