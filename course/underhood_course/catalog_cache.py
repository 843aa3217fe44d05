"""What was read of courses: the same catalog while no file has changed, and after a restart from the disk."""

from __future__ import annotations

import hashlib
import json
import logging
import pickle
import threading
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from underhood_course.atomic import write_atomically
from underhood_course.catalog_document import Document
from underhood_course.course_files import ABSENT, course_state, key_of, stamp

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from underhood_course.catalog import Catalog
    from underhood_course.course_files import Stamp
    from underhood_course.page import Page

DOCUMENT, PAGES = "catalog.json.gz", "pages.pickle"
Entry = tuple["Stamp", tuple[str, ...], "Page"]  # with the file's stamp and the specializations there were

_PATHS = ("pathlib", "pathlib._local")  # Python 3.13 has its paths in the latter

_log = logging.getLogger(__name__)


@dataclass(frozen=True)
class _Kept:
    """A catalog, and the state of the files that it was read from."""

    modules: tuple[str, ...]
    others: tuple[str, ...]  # files that lie in no module's folder
    state: dict[str, Stamp]
    catalog: Catalog

    def is_current(self, folder: Path) -> bool:
        return course_state(folder, self.modules, self.others) == self.state


class CatalogCache:
    """The catalogs of this process by folder, and their pages by file."""

    def __init__(self) -> None:
        self._lock = threading.RLock()
        self._kept: dict[Path, _Kept] = {}
        self._pages: dict[Path, Entry] = {}
        self._loaded: set[Path] = set()

    def catalog(self, folder: Path, read: Callable[[], Catalog], store: Path | None) -> Catalog:
        """Return the catalog of `folder`, by `read` where a file has changed."""
        with self._lock:
            kept = self._kept.get(folder)
            if kept and kept.is_current(folder):
                return kept.catalog
            if store and folder not in self._loaded:
                self._loaded.add(folder)
                self._pages |= _load_pages(_place(store, folder))
            catalog = read()
            kept = self._keep(folder, catalog)
            if store:
                pages = {
                    page.source: self._pages[page.source] for page in catalog.pages() if page.source in self._pages
                }
                threading.Thread(target=_save, args=(_place(store, folder), kept, pages), daemon=True).start()
            return catalog

    def page(self, file: Path, specializations: tuple[str, ...], read: Callable[[], Page]) -> Page:
        """Return the page in `file`, by `read` if it has changed since it was kept."""
        before = stamp(file)
        entry = self._pages.get(file)
        if entry and entry[:2] == (before, specializations):
            return entry[2]
        page = read()
        self._pages[file] = (before, specializations, page)
        return page

    def _keep(self, folder: Path, catalog: Catalog) -> _Kept:
        modules = tuple(module.folder for module in catalog.modules)
        inside = course_state(folder, modules)
        others = tuple(str(page.source) for page in catalog.pages() if str(page.source) not in inside)
        state = course_state(folder, modules, others)
        # What changed while it was read is read again next time.
        for page in catalog.pages():
            entry = self._pages.get(page.source)
            if entry and entry[0] != state[str(page.source)]:
                state[str(page.source)] = ABSENT
        kept = self._kept[folder] = _Kept(modules, others, state, catalog)
        return kept


def stored_document(folder: Path, store: Path) -> Document | None:
    """Return the document of a course as an earlier process left it; None if a file has changed since.

    >>> stored_document(course_folder(), user_cache_path("underhood"))
    """
    try:
        head, _, packed = (_place(store, folder) / DOCUMENT).read_bytes().partition(b"\n")
        about = json.loads(head)
        state = course_state(folder, about["modules"], about["others"])
        return Document(packed, about["etag"]) if key_of(state) == about["key"] else None
    except (OSError, ValueError, KeyError, TypeError):
        return None  # none yet, or not ours


def _place(store: Path, folder: Path) -> Path:
    return store / hashlib.sha256(str(folder.resolve()).encode()).hexdigest()[:16]


def _save(place: Path, kept: _Kept, pages: dict[Path, Entry]) -> None:
    """Leave a catalog for the next process; without one it only takes longer to start."""
    document = kept.catalog.document
    about: dict[str, Any] = {"key": key_of(kept.state), "etag": document.etag}
    about |= {"modules": kept.modules, "others": kept.others}
    try:
        write_atomically(place / DOCUMENT, json.dumps(about).encode() + b"\n" + document.packed)
        write_atomically(place / PAGES, pickle.dumps((key_of({}), pages), protocol=5))
    except OSError as error:
        _log.info("the catalog can't be kept in %s: %s", place, error.strerror)


def _load_pages(place: Path) -> dict[Path, Entry]:
    try:
        with (place / PAGES).open("rb") as stream:
            code, pages = _Pages(stream).load()
    except FileNotFoundError:
        return {}
    except Exception as error:  # noqa: BLE001 - a broken pickle may raise anything
        _log.info("the pages kept in %s can't be used: %s", place, error)
        return {}
    return dict(pages) if code == key_of({}) else {}


class _Pages(pickle.Unpickler):
    """Reads what pages are made of, and nothing that could do anything."""

    def find_class(self, module: str, name: str) -> Any:
        known = module.startswith("underhood_course.") and name[:1].isupper()
        is_path = module in _PATHS and name in ("PosixPath", "WindowsPath")
        if known or is_path or (module, name) == ("datetime", "datetime"):
            return super().find_class(module, name)
        raise pickle.UnpicklingError(f"{module}.{name} is no part of a page")
