"""A hand-in as the graders of its submissions need it: read once, the same for all of them."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from underhood_grading.gradebook import files_over
from underhood_grading.runner import Cell, Task, definitions, modules, role, warmed
from underhood_grading.sandbox import Limits

if TYPE_CHECKING:
    from collections.abc import Mapping

    from nbformat import NotebookNode

    from underhood_grading.gradebook import Release, ReleasedCell, ReleasedNotebook
    from underhood_grading.runner import Role

__all__ = ["Material", "wants_inside"]


@dataclass(frozen=True)
class Material:
    """Everything about a hand-in that is not in a submission.

    `files` are the teacher's files beside the notebooks, by relative path: they replace a
    submission's of the same name, and lie beside the tests too. `inside` are the tests, as
    (notebook, cell), that are judged in the student's process.
    """

    release: Release
    limits: Limits = field(default_factory=Limits)
    cell_seconds: float | None = None
    files: Mapping[str, bytes] = field(default_factory=dict)
    inside: frozenset[tuple[str, str]] = frozenset()

    def modules(self) -> list[str]:
        """Return what the hand-in's cells import, for the warm processes to import beforehand."""
        own = {name.removesuffix(".py") for name in self.files}
        sources = [source for _, source in self._code()]
        return [name for name in modules(sources) if name.partition(".")[0] not in own]

    def ready(self) -> dict[str, frozenset[str]]:
        """Return which modules each side's warm process is to have ready."""
        return warmed(self._code())

    def _code(self) -> list[tuple[Role, str]]:
        """Return the code cells of the release and of the teacher's notebook: role and source."""
        return [
            found
            for notebook in self.release.notebooks.values()
            for found in (
                *((_role(cell), cell.source) for cell in notebook.cells if cell.cell_type == "code"),
                *((kind, source) for _, kind, source in teachers_cells(notebook)),
            )
        ]

    def task(self, name: str, notebook: NotebookNode, files: Mapping[str, bytes]) -> Task:
        """Return what is to be run of a restored notebook; `files` are the submission's beside it."""
        released = self.release.notebooks[name]
        cells = [self._cell(node, released) for node in notebook.cells if node.cell_type == "code"]
        return Task(
            tuple(cells),
            teachers_cells(released),
            files=files_over(files, self.files),
            trusted_files=self.files,
            limits=self.limits,
            cell_seconds=self.cell_seconds,
        )

    def _cell(self, node: NotebookNode, released: ReleasedNotebook) -> Cell:
        # After restoring, marks are the release's or there are none.
        mark = node.metadata.get("nbgrader", {})
        name, kind = mark.get("grade_id", ""), role(mark)
        if kind != "test":
            return Cell(kind, node.source, name)
        cell = released.cell(name)
        visible = "" if cell is None or cell.visible is None else definitions(cell.visible)
        inside = (released.name, name) in self.inside or wants_inside(node.metadata)
        return Cell("test", node.source, name, visible, inside)


def _role(cell: ReleasedCell) -> Role:
    return role({"solution": cell.solution, "grade": cell.grade, "locked": cell.locked})


def wants_inside(metadata: Mapping[str, object]) -> bool:
    """Say whether a test cell asks to be judged in the student's process.

    >>> wants_inside({"underhood": {"judge": "inside"}})
    True
    """
    own = metadata.get("underhood")
    return isinstance(own, dict) and own.get("judge") == "inside"


def teachers_cells(notebook: ReleasedNotebook) -> tuple[tuple[str, Role, str], ...]:
    """Return the code cells of the teacher's own notebook: id, role and source; none if it is not known."""
    if notebook.teacher is None:
        return ()
    found: list[tuple[str, Role, str]] = []
    for cell in notebook.teacher["cells"]:
        if cell["cell_type"] == "code":
            mark = cell["metadata"].get("nbgrader", {})
            found.append((mark.get("grade_id", ""), role(mark), cell["source"]))
    return tuple(found)
