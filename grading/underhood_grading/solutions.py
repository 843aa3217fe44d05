"""Finding a solution's text where students would see it."""

from __future__ import annotations

import json
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

__all__ = ["Leak", "leaks"]

_BEGIN, _END = "BEGIN SOLUTION", "END SOLUTION"
_MARKS = (_BEGIN, _END, "BEGIN HIDDEN TESTS", "END HIDDEN TESTS")
_TELLING = 25  # characters: a shorter single line, such as `return x`, may stand anywhere


@dataclass(frozen=True)
class Leak:
    """Where in the released version a student would see what they should find themselves."""

    file: str
    cell: int | None
    message: str


def leaks(source: Path, released: Path) -> Iterator[Leak]:
    """Compare a hand-in's source with its released version.

    A leak is a solution, all its lines in order whatever their indentation, in any released cell or
    file; nbgrader's marks around solutions and hidden tests; and an output.
    """
    solutions = [one for file in sorted(source.glob("*.ipynb")) for one in _solutions(_cells(file))]
    for file in sorted(path for path in released.rglob("*") if path.is_file()):
        name = file.relative_to(released).as_posix()
        if file.suffix == ".ipynb":
            for number, cell in enumerate(_cells(file), start=1):
                if cell.get("outputs"):
                    yield Leak(name, number, "the released version has an output; clear it")
                yield from _in_text(name, number, _text(cell), solutions)
        else:
            text = file.read_text(encoding="utf-8", errors="replace")
            yield from _in_text(name, None, text, solutions)


def _in_text(name: str, number: int | None, text: str, solutions: list[list[str]]) -> Iterator[Leak]:
    if mark := next((mark for mark in _MARKS if mark in text), None):
        yield Leak(name, number, f'the released version has "{mark}"; close what it begins')
    lines = _lines(text)
    for solution in solutions:
        if any(lines[at : at + len(solution)] == solution for at in range(len(lines) - len(solution) + 1)):
            yield Leak(name, number, f'the released version has the solution "{solution[0]}"; take it out')


def _solutions(cells: list[dict[str, Any]]) -> Iterator[list[str]]:
    for cell in cells:
        mark = cell["metadata"].get("nbgrader", {})
        if not mark.get("solution"):
            continue
        text = _text(cell)
        regions = [piece.split("\n", 1)[-1] for piece in text.split(_BEGIN)[1:]]
        # The end mark's own line goes too, with the comment sign before it.
        texts = [region.split(_END)[0].rpartition("\n")[0] for region in regions] or [text]
        for one in texts:
            lines = _lines(one)
            if len(lines) > 1 or (lines and len(lines[0]) >= _TELLING):
                yield lines


def _lines(text: str) -> list[str]:
    return [" ".join(line.split()) for line in text.splitlines() if line.strip()]


def _text(cell: dict[str, Any]) -> str:
    source = cell.get("source", "")
    return "".join(source) if isinstance(source, list) else str(source)


def _cells(file: Path) -> list[dict[str, Any]]:
    cells: list[dict[str, Any]] = json.loads(file.read_text(encoding="utf-8"))["cells"]
    return cells
