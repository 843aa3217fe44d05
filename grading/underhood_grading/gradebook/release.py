"""A released hand-in as the gradebook knows it, read once for a whole run."""

from __future__ import annotations

import hashlib
import json
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

import nbformat
from nbgrader.api import MissingEntry

from underhood_grading.errors import TeachError

if TYPE_CHECKING:
    from collections.abc import Mapping
    from datetime import datetime
    from pathlib import Path

    from nbgrader.api import Gradebook, Notebook

__all__ = ["Release", "ReleasedCell", "ReleasedNotebook", "read_notebook"]


@dataclass(frozen=True)
class ReleasedCell:
    """A cell that nbgrader knows by its id, `name`.

    `source` has the hidden tests, and a stub where the solution was; `visible` is what students got,
    None where the release folder is not known. `points` is None for a cell without a grade.
    `metadata` is the source notebook's, without nbgrader's marks; empty where that is not known.
    """

    name: str
    cell_type: str
    source: str
    checksum: str | None = None
    locked: bool = False
    grade: bool = False
    solution: bool = False
    task: bool = False
    points: float | None = None
    visible: str | None = None
    cell_id: str | None = None
    metadata: Mapping[str, Any] = field(default_factory=dict)


@dataclass(frozen=True)
class ReleasedNotebook:
    """A notebook's cells in the notebook's order; `name` is without `.ipynb`.

    `teacher` is the source notebook, with its solutions, None where that is not known.
    """

    name: str
    cells: tuple[ReleasedCell, ...]
    kernelspec: Mapping[str, Any] | None = None
    teacher: Mapping[str, Any] | None = None

    def cell(self, name: str) -> ReleasedCell | None:
        """Return a cell by its id, or None."""
        return next((cell for cell in self.cells if cell.name == name), None)

    @property
    def graded(self) -> tuple[ReleasedCell, ...]:
        """The cells that have points: tests, answers and tasks."""
        return tuple(cell for cell in self.cells if cell.points is not None)


@dataclass(frozen=True)
class Release:
    """A hand-in's notebooks by name, and when it is due (UTC, naive, as nbgrader keeps it).

    `digest` changes with any cell's text, kind or points, hidden tests included.
    """

    handin: str
    notebooks: Mapping[str, ReleasedNotebook]
    digest: str
    due: datetime | None = None

    @classmethod
    def read(
        cls, gradebook: Gradebook, handin: str, source: Path | None = None, released: Path | None = None
    ) -> Release:
        """Read a hand-in's release from an open gradebook.

        >>> with course.gradebook() as gradebook:
        ...     release = Release.read(gradebook, "convolution", course.folder("source", "convolution"))
        >>> [cell.name for cell in release.notebooks["convolution"].graded]
        ['test-naive', 'test-shared']

        `source` and `released` are the hand-in's folders of these steps, for what the gradebook does
        not keep: the cells' order, their metadata, what students got. Either may be missing.

        Raises TeachError if the hand-in was not released.
        """
        try:
            assignment = gradebook.find_assignment(handin)
        except MissingEntry:
            assignment = None
        if assignment is None or not assignment.notebooks:
            message = f'"{handin}" was not released from this directory; run `underhood teach release {handin}` first'
            raise TeachError(message)
        notebooks = {
            str(row.name): read_notebook(row, _open(source, row.name), _open(released, row.name))
            for row in assignment.notebooks
        }
        return cls(handin, notebooks, _digest(notebooks), assignment.duedate)


def read_notebook(row: Notebook, teacher: Any = None, released: Any = None) -> ReleasedNotebook:
    """Read one notebook's cells from its entry in the gradebook."""
    graded = {cell.name: float(cell.max_score) for cell in row.grade_cells}
    tasks = {cell.name: float(cell.max_score) for cell in row.task_cells}
    solutions = {cell.name for cell in row.solution_cells}
    sources = _marked(teacher)
    students = _marked(released)
    # The gradebook keeps no order; a notebook does.
    order = {name: place for place, name in enumerate(students or sources)}
    cells = [
        ReleasedCell(
            name=cell.name,
            cell_type=cell.cell_type,
            source=cell.source or "",
            checksum=cell.checksum,
            locked=bool(cell.locked),
            grade=cell.name in graded,
            solution=cell.name in solutions,
            task=cell.name in tasks,
            points=graded.get(cell.name, tasks.get(cell.name)),
            visible=students[cell.name].source if cell.name in students else None,
            cell_id=(students.get(cell.name) or sources.get(cell.name) or {}).get("id"),
            metadata=_metadata(sources.get(cell.name)),
        )
        for cell in row.source_cells
    ]
    cells.sort(key=lambda cell: order.get(cell.name, len(order)))
    kernelspec = json.loads(row.kernelspec) if row.kernelspec else None
    return ReleasedNotebook(str(row.name), tuple(cells), kernelspec or None, teacher)


def _open(folder: Path | None, name: str) -> Any:
    """Read the teacher's notebook; it was looked over at its release, and compiling the schema takes long."""
    if folder is None:
        return None
    try:
        text = (folder / f"{name}.ipynb").read_text("utf-8")
        return nbformat.convert(nbformat.reader.reads(text), 4)
    except (OSError, ValueError, nbformat.ValidationError, nbformat.reader.NotJSONError):
        return None


def _marked(notebook: Any) -> dict[str, Any]:
    if notebook is None:
        return {}
    cells = [(cell.metadata.get("nbgrader", {}).get("grade_id"), cell) for cell in notebook.cells]
    return {name: cell for name, cell in cells if name}


def _metadata(cell: Any) -> dict[str, Any]:
    return {} if cell is None else {key: value for key, value in cell.metadata.items() if key != "nbgrader"}


def _digest(notebooks: Mapping[str, ReleasedNotebook]) -> str:
    found = hashlib.sha256()
    for notebook in sorted(notebooks.values(), key=lambda one: one.name):
        for cell in sorted(notebook.cells, key=lambda one: one.name):
            # The checksum covers a cell's kind and points.
            found.update(f"{notebook.name}\0{cell.name}\0{cell.checksum}\0{cell.source}\0".encode())
    return found.hexdigest()
