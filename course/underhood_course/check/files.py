"""What can be seen in the files: links, lengths, outputs."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from underhood_course.page import PageError, cell_text, read_notebook
from underhood_course.problem import Problem
from underhood_course.student.workspace import holds_solution, local_targets

if TYPE_CHECKING:
    from collections.abc import Iterator

    from underhood_course.catalog import Catalog, Module
    from underhood_course.page import Page

LEVEL_1_WORDS = 1000  # about two pages a module, so that all of level 1 is an afternoon


def check_files(catalog: Catalog) -> Iterator[Problem]:
    """Yield what is wrong in the pages' files, beyond what reading the catalog has found already."""
    for module in catalog.modules:
        yield from _check_budget(module)
        for page in module.pages:
            name = page.source.relative_to(catalog.folder).as_posix()
            try:
                notebook = read_notebook(page.source, name)
            except PageError as error:  # changed since the catalog was read
                yield from error.problems
                continue
            yield from _check_cells(notebook, name, page, catalog)


def _check_budget(module: Module) -> Iterator[Problem]:
    """Count what a reader of level 1 reads: without additional reading, for everybody."""
    words = 0
    for page in module.pages:
        if page.level > 1 or page.additional_reading or page.specializations or page.kind == "quiz":
            continue  # what is asked is not counted as reading
        hidden = sum(
            section.words
            for section in page.sections
            if section.level > 1 or section.additional_reading or section.specializations
        )
        words += page.words - hidden
    if words > LEVEL_1_WORDS:
        message = (
            f"level 1 has {words} words; a module has at most {LEVEL_1_WORDS}, so that it stays an afternoon's reading"
        )
        yield Problem(module.folder, message)


def _check_cells(notebook: dict[str, Any], name: str, page: Page, catalog: Catalog) -> Iterator[Problem]:
    yield from _check_ids(notebook, name)
    titled = False
    for number, cell in enumerate(notebook["cells"], start=1):
        text = cell_text(cell)
        if cell.get("outputs") or cell.get("execution_count"):
            yield Problem(name, "has an output; notebooks are committed without (nbstripout removes it)", cell=number)
        if not text.strip():
            yield Problem(name, "is empty; remove it", cell=number)
        if cell.get("cell_type") == "markdown":
            titled = titled or text.startswith("# ")
            yield from _check_links(text, name, number, page, catalog)
    if not titled:
        yield Problem(name, "no cell begins with a title (# …)")


def _check_ids(notebook: dict[str, Any], name: str) -> Iterator[Problem]:
    seen: dict[str, int] = {}
    for number, cell in enumerate(notebook["cells"], start=1):
        cell_id = cell.get("id")
        if not cell_id:
            yield Problem(name, "has no id; save the notebook in JupyterLab", cell=number, field="id")
        elif cell_id in seen:
            yield Problem(name, f'"{cell_id}" is the id of cell {seen[cell_id]} already', cell=number, field="id")
        else:
            seen[cell_id] = number


def _check_links(text: str, name: str, number: int, page: Page, catalog: Catalog) -> Iterator[Problem]:
    for target in local_targets(text):
        file = (page.source.parent / target).resolve()
        if not file.exists() or not file.is_relative_to(catalog.folder.resolve()):
            yield Problem(name, f'"{target}" leads nowhere inside the course', cell=number)
        elif holds_solution(file, catalog):
            yield Problem(name, f'"{target}" holds a solution; name it instead', cell=number)
