"""A student's notebook, brought back to what was released wherever it is not the student's to change."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import nbformat

from .marks import has_own_checksum, released_mark, remove_runner_tags, same_marks
from .tidying import tidy

if TYPE_CHECKING:
    from collections.abc import Mapping

    from nbformat import NotebookNode

    from .release import Release, ReleasedCell, ReleasedNotebook

__all__ = ["TAMPERING", "Restored", "restore"]

TAMPERING = "tampering"
"""The flag of a submission in which a cell was changed that is not the student's."""


@dataclass(frozen=True)
class Restored:
    """A notebook ready to be run; `problems` are sentences, `flags` words for the teacher."""

    notebook: NotebookNode
    problems: tuple[str, ...] = ()
    flags: tuple[str, ...] = ()


def restore(notebook: Mapping[str, Any], release: Release, name: str) -> Restored:
    """Do what nbgrader's steps before running do, and more where they would give up.

    >>> restored = restore(json.loads(text), release, "sums")
    >>> restored.problems
    ('cell `test-sum` was deleted; it was put back',)

    Outputs are cleared; the kernel, and the text, type, points and marks of locked and test cells
    are the release's. Of copies of a cell one counts, the others become plain cells. A locked,
    test or task cell that was deleted comes back: a test as late as the release's order allows, so
    that what it tests has been run, any other as early. A cell whose marks an editor lost is known
    by its id or its text. What students write is left alone: a deleted solution cell stays away,
    for the solution may be in another.

    The `tampering` flag is set where a locked or test cell was changed. Cells of an earlier
    release are replaced without it.

    `name` is the notebook's, without `.ipynb`. Raises NotebookError (one sentence) if the notebook
    can't be read at all, and KeyError if the release has none of that name.
    """
    return _Restoring(notebook, release.notebooks[name]).done()


class _Restoring:
    def __init__(self, raw: Mapping[str, Any], release: ReleasedNotebook) -> None:
        self.release = release
        self.notebook, self.problems = tidy(raw, f"{release.name}.ipynb")
        self.tampered = False
        if release.kernelspec:
            self.notebook.metadata["kernelspec"] = nbformat.from_dict(dict(release.kernelspec))

    def done(self) -> Restored:
        marked = self._marked()
        for cell in self.release.cells:
            if cell.name in marked:
                self._restore(marked[cell.name], cell)
        for cell in self.release.cells:
            if cell.name not in marked and (found := self._lost(cell, marked)) is not None:
                marked[cell.name] = found
        for cell in self.release.cells:
            # A deleted answer that is graded by hand comes back too, unanswered.
            if cell.name not in marked and not (cell.solution and not cell.grade):
                marked[cell.name] = self._put_back(cell, marked)
        known = {id(cell) for cell in marked.values()}
        for node in self.notebook.cells:
            remove_runner_tags(node)
            if id(node) not in known:
                node.metadata.pop("nbgrader", None)
        flags = (TAMPERING,) if self.tampered else ()
        return Restored(self.notebook, tuple(self.problems), flags)

    def _marked(self) -> dict[str, NotebookNode]:
        """Return the cell that counts for each id of the release."""
        found: dict[str, list[NotebookNode]] = {}
        known = {cell.name for cell in self.release.cells}
        for node in self.notebook.cells:
            name = _grade_id(node)
            if name in known:
                found.setdefault(name, []).append(node)
        return {name: self._choose(name, nodes) for name, nodes in found.items()}

    def _choose(self, name: str, nodes: list[NotebookNode]) -> NotebookNode:
        if len(nodes) == 1:
            return nodes[0]
        released = self.release.cell(name)
        chosen = nodes[0]
        if released is not None and released.solution:
            # An answer written into a copy is an answer.
            chosen = next((one for one in nodes if not _same_text(one.source, released.source)), chosen)
        which = "the first one" if chosen is nodes[0] else "the first one that was changed"
        self.problems.append(f"cell `{name}` is there {len(nodes)} times; {which} counts")
        return chosen

    def _restore(self, node: NotebookNode, cell: ReleasedCell) -> None:
        tagged = remove_runner_tags(node) and not cell.solution
        texts = [cell.source] if cell.visible is None else [cell.source, cell.visible]
        same = same_marks(node.metadata["nbgrader"], cell) and node.cell_type == cell.cell_type
        if cell.locked:
            same = same and any(_same_text(node.source, text) for text in texts)
        honest = same or has_own_checksum(node)
        if tagged or not honest:
            self.tampered = True
            self.problems.append(f"locked cell `{cell.name}` was changed; it was put back")
        elif not same and cell.visible is not None:
            self.problems.append(f"cell `{cell.name}` is not of this release; the released one was put in its place")
        self._overwrite(node, cell)

    def _overwrite(self, node: NotebookNode, cell: ReleasedCell) -> None:
        if node.cell_type != cell.cell_type:
            node.cell_type = cell.cell_type
            node.pop("attachments", None)
            if cell.cell_type == "code":
                node.outputs, node.execution_count = [], None
            else:
                node.pop("outputs", None)
                node.pop("execution_count", None)
        if cell.locked:
            node.source = cell.source
        old = node.metadata.get("nbgrader")
        node.metadata["nbgrader"] = nbformat.from_dict(released_mark(old if isinstance(old, dict) else {}, cell))
        if cell.locked or cell.points is not None:
            # How a test is judged, and its hints, are the teacher's to say.
            node.metadata.pop("underhood", None)
            if "underhood" in cell.metadata:
                node.metadata["underhood"] = nbformat.from_dict(cell.metadata["underhood"])

    def _lost(self, cell: ReleasedCell, marked: dict[str, NotebookNode]) -> NotebookNode | None:
        """Return the cell that has lost its marks or was given another's, marked again."""
        taken = {id(node) for node in marked.values()}
        texts = {cell.source, cell.visible or cell.source}
        for node in self.notebook.cells:
            if id(node) in taken or _is_copy(node, marked):
                continue
            same_id = cell.cell_id is not None and node.get("id") == cell.cell_id and node.cell_type == cell.cell_type
            if same_id or (cell.locked and any(text.strip() and _same_text(node.source, text) for text in texts)):
                renamed = _grade_id(node) != ""
                changed = cell.locked and not any(_same_text(node.source, text) for text in texts)
                if renamed or changed:
                    self.tampered = True
                    self.problems.append(f"locked cell `{cell.name}` was changed; it was put back")
                else:
                    self.problems.append(f"cell `{cell.name}` had lost its nbgrader marks; they were put back")
                node.metadata["nbgrader"] = nbformat.from_dict({})
                self._overwrite(node, cell)
                return node
        return None

    def _put_back(self, cell: ReleasedCell, marked: dict[str, NotebookNode]) -> NotebookNode:
        """Insert a deleted cell where the release has it, among the cells that are still there."""
        ids = {node.get("id") for node in self.notebook.cells}
        place = next(
            name
            for name in (cell.cell_id, cell.name, *(f"made-{n}" for n in range(len(ids) + 1)))
            if name and name not in ids
        )
        metadata: dict[str, Any] = {"deletable": False, "nbgrader": {"cell_type": cell.cell_type}}
        if cell.locked:
            metadata["editable"] = False
        values: dict[str, Any] = {"id": place, "cell_type": cell.cell_type, "metadata": metadata, "source": cell.source}
        if cell.cell_type == "code":
            values |= {"outputs": [], "execution_count": None}
        node = nbformat.from_dict(values)
        self._overwrite(node, cell)
        self.notebook.cells.insert(self._place(cell, marked), node)
        self.problems.append(f"cell `{cell.name}` was deleted; it was put back")
        return node

    def _place(self, cell: ReleasedCell, marked: dict[str, NotebookNode]) -> int:
        at = {id(node): index for index, node in enumerate(self.notebook.cells)}
        names = [one.name for one in self.release.cells]
        mine = names.index(cell.name)
        before = max((at[id(marked[name])] for name in names[:mine] if name in marked), default=-1)
        if cell.points is None:
            return before + 1  # what students wrote here may use it
        after = [at[id(marked[name])] for name in names[mine + 1 :] if name in marked]
        return next((index for index in after if index > before), len(self.notebook.cells))


def _grade_id(node: NotebookNode) -> str:
    mark = node.metadata.get("nbgrader")
    name = mark.get("grade_id") if isinstance(mark, dict) else None
    return name if isinstance(name, str) else ""


def _is_copy(node: NotebookNode, marked: dict[str, NotebookNode]) -> bool:
    return _grade_id(node) in marked


def _same_text(one: str, other: str) -> bool:
    """Compare texts but for line ends and spaces at lines' ends, which editors tidy."""
    return one == other or _lines(one) == _lines(other)


def _lines(text: str) -> list[str]:
    return [line.rstrip() for line in text.strip().splitlines()]
