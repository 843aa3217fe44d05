"""Whether a hand-in's tests hold races, by what they import and call; nothing is run."""

from __future__ import annotations

import ast
import json
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator
    from pathlib import Path

__all__ = ["has_races"]

_PACKAGE, _MODULE, _FUNCTION = "underhood_grading", "underhood_grading.speed", "race"


def has_races(notebooks: Iterable[Path]) -> bool:
    """Say whether a test cell of the source notebooks calls `underhood_grading.speed.race`, by whatever name.

    >>> has_races(Path("source/scan").glob("*.ipynb"))
    True

    Imports may be in any cell; calls count in those that are graded and that no student writes. A call in a module
    beside the notebook is not seen. What is no notebook holds none.
    """
    return any(_holds(list(_cells(one))) for one in notebooks)


def _holds(cells: list[tuple[bool, ast.Module]]) -> bool:
    functions: set[str] = set()
    modules: set[str] = set()
    for _, tree in cells:
        for node in ast.walk(tree):
            if isinstance(node, ast.ImportFrom) and node.module == _MODULE:
                functions |= {one.asname or one.name for one in node.names if one.name in (_FUNCTION, "*")}
            elif isinstance(node, ast.ImportFrom) and node.module == _PACKAGE:
                modules |= {one.asname or one.name for one in node.names if one.name == "speed"}
            elif isinstance(node, ast.Import):
                modules |= {one.asname or one.name for one in node.names if one.name == _MODULE}
    functions = {_FUNCTION if one == "*" else one for one in functions}
    wanted = functions | {f"{one}.{_FUNCTION}" for one in modules}
    calls = (node for tested, tree in cells if tested for node in ast.walk(tree) if isinstance(node, ast.Call))
    return bool(wanted) and any(ast.unparse(call.func) in wanted for call in calls)


def _cells(notebook: Path) -> Iterator[tuple[bool, ast.Module]]:
    """Yield each code cell's syntax, with whether it is a test."""
    from underhood_grading.runner.parsing import parse_cell  # noqa: PLC0415 - a student's server runs nothing

    try:
        cells = json.loads(notebook.read_bytes())["cells"]
    except (OSError, ValueError, LookupError, TypeError, RecursionError):
        return
    for cell in cells if isinstance(cells, list) else ():
        try:
            mark: dict[str, Any] = cell["metadata"].get("nbgrader", {})
            if cell["cell_type"] == "code":
                yield bool(mark.get("grade") and not mark.get("solution")), parse_cell("".join(cell["source"]))
        except (SyntaxError, ValueError, LookupError, TypeError, AttributeError, RecursionError):
            continue
