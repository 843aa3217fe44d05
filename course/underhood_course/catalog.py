"""The catalog: every module and page of the course, and every problem found while reading them."""

from __future__ import annotations

import re
import tomllib
from dataclasses import dataclass, replace
from functools import cached_property
from typing import TYPE_CHECKING, Any

from underhood_course.catalog_cache import CatalogCache, stored_document
from underhood_course.catalog_document import Document
from underhood_course.catalog_problems import (
    lonely_pairs,
    repeated_exercises,
    repeated_modules,
    unknown_in_schedule,
    unknown_requirements,
    unlisted,
)
from underhood_course.content import COURSE_FILE, course_folder, course_version
from underhood_course.handin import Handin, HandinError, read_handin
from underhood_course.page import Page, PageError, read_page
from underhood_course.problem import Problem
from underhood_course.schedule import Day, read_schedule
from underhood_course.toml_table import FieldError, Table

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

MODULE_ID = re.compile(r"m[0-9]+")
SPECIALIZATION_ID = re.compile(r"[a-z][a-z-]*")


class CourseError(ValueError):
    """`course.toml` itself can't be used; nothing can be shown without it."""


@dataclass(frozen=True)
class Module:
    """One of the course's parts, with its pages in reading order and its hand-ins last."""

    id: str
    title: str
    folder: str
    pages: tuple[Page, ...]

    def to_dict(self) -> dict[str, Any]:
        """Return the `module` of catalog.schema.json."""
        return {
            "id": self.id,
            "title": self.title,
            "folder": self.folder,
            "pages": [page.to_dict() for page in self.pages],
        }


@dataclass(frozen=True)
class Catalog:
    """The course as the sidebar, the command line and the graders see it."""

    folder: Path
    title: str
    course_id: str  # nbgrader's name for the course
    levels: tuple[dict[str, Any], ...]
    specializations: tuple[dict[str, Any], ...]
    modules: tuple[Module, ...]
    problems: tuple[Problem, ...]
    schedule: tuple[Day, ...] = ()

    def pages(self) -> Iterator[Page]:
        """Yield every page in reading order."""
        for module in self.modules:
            yield from module.pages

    def page(self, page_id: str) -> Page | None:
        """Return the page of that id, or None."""
        return next((page for page in self.pages() if page.id == page_id), None)

    def page_at(self, path: str) -> Page | None:
        """Return the page whose notebook lies there, relative to the course's folder, or None."""
        source = self.folder / path
        return next((page for page in self.pages() if page.source == source), None)

    def handins(self) -> list[Page]:
        """Return the pages that are hand-ins."""
        return [page for page in self.pages() if page.handin]

    @cached_property
    def document(self) -> Document:
        """The document that catalog.schema.json describes, ready to be sent."""
        return Document.of(self)

    def to_dict(self) -> dict[str, Any]:
        """Return the document that catalog.schema.json describes."""
        return {
            "title": self.title,
            "version": course_version(),
            "levels": list(self.levels),
            "specializations": list(self.specializations),
            "modules": [module.to_dict() for module in self.modules],
            "problems": [problem.to_dict() for problem in self.problems],
        }


@dataclass(frozen=True)
class _Request:
    """One notebook to be read, and what course.toml says of it."""

    module: str
    file: Path
    name: str
    path: str
    handin: Handin | None


_cache = CatalogCache()


def read_catalog(folder: Path | None = None, *, store: Path | None = None) -> Catalog:
    """Read the course in `folder`, by default the installed one.

    A page that can't be used is left out and its problems are listed; the rest is there. Notebooks are read again only
    when their file has changed, and while nothing has changed the same catalog is returned. With a folder `store` this
    holds over the end of the process. Raises `CourseError` if `course.toml` can't be used.
    """
    folder = folder or course_folder()
    return _cache.catalog(folder, lambda: _read(folder), store)


def stored_catalog(folder: Path | None = None, *, store: Path) -> Document | None:
    """Return the catalog's document as an earlier process left it in `store`; None if a file has changed since."""
    return stored_document(folder or course_folder(), store)


def _read(folder: Path) -> Catalog:
    file = folder / COURSE_FILE
    try:
        table = Table(tomllib.loads(file.read_text("utf-8")))
        title, course_id = table.text("title"), table.text("course_id")
        levels = tuple(_level(one) for one in table.tables("levels"))
        specializations = tuple(_specialization(one) for one in table.tables("specializations"))
        known = tuple(one["id"] for one in specializations)
        schedule = read_schedule(table)
        problems: list[Problem] = []
        seen: dict[str, str] = {}
        modules = tuple(_module(one, folder, known, seen, problems) for one in table.tables("modules"))
        table.done()
    except FileNotFoundError:
        raise CourseError(f"{file}: there is no such file; is this a course's folder?") from None
    except (OSError, UnicodeDecodeError, tomllib.TOMLDecodeError, FieldError) as error:
        raise CourseError(f"{file}: {error}") from None
    problems += repeated_modules(modules)
    problems += unknown_requirements(modules, seen, problems)
    problems += unknown_in_schedule(schedule, modules, problems)
    problems += repeated_exercises(modules, seen)
    problems += lonely_pairs(modules, seen)
    return Catalog(folder, title, course_id, levels, specializations, modules, tuple(problems), schedule)


def _level(table: Table) -> dict[str, Any]:
    level = {
        "level": table.whole("level"),
        "title": table.text("title"),
        "description": table.text("description"),
    }
    table.done()
    return level


def _specialization(table: Table) -> dict[str, Any]:
    specialization = {
        "id": table.text("id", SPECIALIZATION_ID, "an id of a-z and hyphens"),
        "title": table.text("title"),
        "mark": table.text("mark"),
    }
    table.done()
    return specialization


def _module(
    table: Table, folder: Path, known: tuple[str, ...], seen: dict[str, str], problems: list[Problem]
) -> Module:
    module_id = table.text("id", MODULE_ID, "a module's id such as m1")
    title, where = table.text("title"), table.text("folder")
    names = table.strings("pages")
    handins = table.strings("handins") if "handins" in table.left() else []
    table.done()
    requests = [
        _Request(module_id, folder / where / f"{name}.ipynb", f"{where}/{name}.ipynb", f"{where}/{name}.ipynb", None)
        for name in names
    ]
    for name in handins:
        requests += _handin_request(folder, where, name, module_id, problems)
    pages = []
    for request in requests:
        try:
            page = _cached(request, known)
        except PageError as error:
            problems += error.problems
            continue
        problems += page.problems
        if (page.kind == "handin") != (page.handin is not None):
            message = f'"{page.kind}" is wrong here: "handin" is for what lies in handins/, and only for that'
            problems.append(Problem(request.name, message, field="metadata.underhood.kind"))
        if page.id in seen:
            message = f'"{page.id}" is the id of {seen[page.id]} already; give each page its own'
            problems.append(Problem(request.name, message, field="metadata.underhood.id"))
        elif not page.id.startswith(f"{module_id}/"):
            message = f'"{page.id}" must begin with "{module_id}/", the module it is in'
            problems.append(Problem(request.name, message, field="metadata.underhood.id"))
        else:
            seen[page.id] = request.name
            pages.append(page)
    problems += unlisted(folder, where, names)
    return Module(module_id, title, where, tuple(pages))


def _handin_request(folder: Path, where: str, name: str, module: str, problems: list[Problem]) -> list[_Request]:
    place = f"{where}/handins/{name}"
    try:
        handin = read_handin(folder / place)
    except HandinError as error:
        file = error.file.relative_to(folder).as_posix()
        problems.append(Problem(file, error.message, cell=error.cell, field=error.field))
        return []
    if handin.module != module:
        message = f'"{handin.module}" is not {module}, the module whose folder it is in'
        problems.append(Problem(f"{place}/handin.toml", message, field="module"))
    notebook = handin.notebooks[0]
    return [_Request(module, folder / place / notebook, f"{place}/{notebook}", f"{name}/{notebook}", handin)]


def _cached(request: _Request, known: tuple[str, ...]) -> Page:
    """Return the request's page, from the cache if its file hasn't changed since."""
    page = _cache.page(
        request.file,
        known,
        lambda: read_page(
            request.file, name=request.name, path=request.path, specializations=known, handin=request.handin
        ),
    )
    return page if page.handin == request.handin else replace(page, handin=request.handin)
