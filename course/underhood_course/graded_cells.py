"""The graded cells of a hand-in's source notebooks, and the fault that names where one is wrong."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any, TypeGuard

if TYPE_CHECKING:
    from pathlib import Path

__all__ = ["HandinError", "graded_cells"]


class HandinError(ValueError):
    """A hand-in that can't be used, with where the fault is and what to do about it.

    `str(error)` is one line, `naive/handin.toml parts[0].kind: "must" is none of required, invited`.
    `file` is a path, `cell` counts a notebook's cells from 1, `field` is the field's place in the file.
    """

    def __init__(self, message: str, *, file: Path, cell: int | None = None, field: str | None = None) -> None:
        self.message = message
        self.file = file
        self.cell = cell
        self.field = field
        where = f"{file.parent.name}/{file.name}"
        where += f" cell {cell}" if cell is not None else ""
        where += f" {field}" if field is not None else ""
        super().__init__(f"{where}: {message}")


def graded_cells(file: Path) -> dict[str, tuple[float, int]]:
    """Return the points and the place (from 1) of each graded cell of a source notebook, by nbgrader id.

    Raises HandinError if the file is no notebook or an id or points are missing, wrong or used twice.
    """
    found: dict[str, tuple[float, int]] = {}
    for number, cell in enumerate(_cells(file), start=1):
        metadata = cell.get("metadata") if isinstance(cell, dict) else None
        mark = metadata.get("nbgrader") if isinstance(metadata, dict) else None
        if not isinstance(mark, dict) or not (mark.get("grade") or mark.get("task")):
            continue
        name, points = mark.get("grade_id"), mark.get("points")
        if not isinstance(name, str) or not name:
            message = "a graded cell needs an id; set it in JupyterLab's Create Assignment panel"
            raise HandinError(message, file=file, cell=number, field="nbgrader.grade_id")
        if not _is_number(points) or points < 0:
            message = f"{points!r} is no number of points; write 0 or more"
            raise HandinError(message, file=file, cell=number, field="nbgrader.points")
        if name in found:
            message = f'id "{name}" is cell {found[name][1]}\'s already; give each cell its own'
            raise HandinError(message, file=file, cell=number, field="nbgrader.grade_id")
        found[name] = (float(points), number)
    return found


def _is_number(value: object) -> TypeGuard[int | float]:
    return isinstance(value, int | float) and not isinstance(value, bool)


def _cells(file: Path) -> list[Any]:
    try:
        notebook = json.loads(file.read_text(encoding="utf-8"))
    except FileNotFoundError:
        message = "there is no such notebook; correct `notebooks` in handin.toml or add it"
        raise HandinError(message, file=file) from None
    except OSError as error:
        raise HandinError(f"can't be read: {error.strerror}", file=file) from error
    except (ValueError, RecursionError):
        raise HandinError("is not valid JSON; restore the notebook or save it again", file=file) from None
    cells = notebook.get("cells") if isinstance(notebook, dict) else None
    if not isinstance(cells, list) or notebook.get("nbformat") != 4:
        message = "is no notebook of format 4; open and save it in JupyterLab"
        raise HandinError(message, file=file, field="nbformat")
    return cells
