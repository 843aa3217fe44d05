"""Taking out of a graded notebook what its student must not see."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from nbformat.v4 import new_output

from underhood_grading.runner.faults import FAULTS

from .messages import error_name, failed_line, written_message
from .regions import hidden_lines, without_hidden

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping
    from pathlib import Path

    from nbformat import NotebookNode

    from .regions import Marks

__all__ = ["guard"]

_LEFT_OUT = "(what this cell showed is left out: it ran after hidden tests)"


def guard(
    notebook: NotebookNode,
    *,
    marks: Marks,
    private: Iterable[Path] = (),
    messages: Mapping[str, str] | None = None,
) -> None:
    """Take hidden tests, and what could tell of them, out of a notebook that was run. Changes it in place.

    >>> guard(notebook, marks=Marks(), private=[course.root, Path.home()])

    Up to the first cell with a hidden test nothing but the names of the folders in `private` goes.
    That cell loses its hidden lines, and from it on no cell keeps its outputs: the student's code
    has been called with hidden values then and may print them, raise them as an error, or keep them
    for later. Instead a test that failed says where, if that is not hidden, and which of its own
    messages applied; `messages`, by cell, are said as they are.
    """
    said = messages or {}
    guarded = False
    for cell in notebook.cells:
        hidden = hidden_lines(cell.source, marks)
        guarded = guarded or (bool(hidden) and cell.cell_type == "code")
        if cell.cell_type == "code":
            told = said.get(_name(cell))
            if guarded:
                cell.outputs = _safe_outputs(cell, hidden, told)
            else:
                cell.outputs = [_without_folders(one, [str(path) for path in private]) for one in cell.outputs]
                cell.outputs += [_text(told)] if told else []
        if hidden:
            code = cell.cell_type == "code"
            cell.source = without_hidden(cell.source, marks, comment="# … hidden tests" if code else "")


def _safe_outputs(cell: NotebookNode, hidden: set[int], told: str | None) -> list[Any]:
    errors = [one for one in cell.outputs if one.output_type == "error"]
    if not _mark(cell).get("grade") or _mark(cell).get("solution"):
        name = error_name(errors[0].ename) if errors else ""
        return [_error(name, _LEFT_OUT)] if errors else [_text(_LEFT_OUT)] if cell.outputs else []
    if not errors:
        return [_text(told)] if told else []
    if (fault := next((one for one in errors if one.ename in FAULTS), None)) is not None:
        return [_error(fault.ename, told or f"this test {fault.evalue}")]
    error = errors[0]
    line = failed_line(cell.source, error.traceback)
    if line is None:
        where = "in this test"
    elif line in hidden:
        where = "in a hidden test"
    else:
        where = f"at: {cell.source.split(chr(10))[line - 1].strip()}"
    message = told or written_message(cell.source, error.evalue)
    return [_error(error_name(error.ename), f"{where}\n{message}" if message else where)]


def _error(name: str, text: str) -> Any:
    return new_output("error", ename=name, evalue=text, traceback=[f"{name} {text}"])


def _text(text: str) -> Any:
    return new_output("stream", name="stdout", text=f"{text}\n")


def _mark(cell: NotebookNode) -> Mapping[str, Any]:
    mark = cell.metadata.get("nbgrader")
    return mark if isinstance(mark, dict) else {}


def _name(cell: NotebookNode) -> str:
    return str(_mark(cell).get("grade_id", ""))


def _without_folders(value: Any, folders: list[str]) -> Any:
    """Return an output in which no text names a folder of the machine where it was graded."""
    if isinstance(value, str):
        for folder in sorted(folders, key=len, reverse=True):
            value = value.replace(folder, "…") if len(folder) > 1 else value
        return value
    if isinstance(value, list):
        return [_without_folders(one, folders) for one in value]
    if isinstance(value, dict):
        return type(value)({key: _without_folders(one, folders) for key, one in value.items()})
    return value
