"""What a student's own copy of a hand-in says: which version it is, what was written, whether it was run."""

from __future__ import annotations

import hashlib
import json
from dataclasses import dataclass, field
from functools import lru_cache
from typing import TYPE_CHECKING, Any

from nbformat import NotebookNode, from_dict
from nbgrader.utils import compute_checksum

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence
    from pathlib import Path

__all__ = ["Work", "graded_parts", "read_work"]

_MOST = 100_000_000  # bytes; nbgrader's own limit for a file


@dataclass(frozen=True)
class _Cell:
    kind: str
    source: str
    name: str | None
    to_write: bool
    graded: bool
    points: float
    as_released: bool
    count: int | None


@dataclass(frozen=True)
class Work:
    """A student's copy: `version` is a digest of its cells, `written` says for each graded cell's part how far it is.

    `problems` are sentences. `ran` is whether all cells were run once in order, from a fresh kernel.
    """

    version: str
    problems: tuple[str, ...]
    ran: bool
    cells: Mapping[str, tuple[_Cell, ...]] = field(default_factory=dict)

    def written(self, tests: Iterable[str]) -> str | None:
        """Say how much of what these tests are about was written: `untouched`, `begun`, `written`; None if nothing is.

        What is to be written for a test are the cells between it and the test before.
        """
        wanted = set(tests)
        found: list[bool] = []
        for cells in self.cells.values():
            waiting: list[bool] = []
            for cell in cells:
                if cell.to_write:
                    waiting.append(cell.as_released)
                if cell.graded:
                    if cell.name in wanted:
                        found += waiting
                    waiting = []
        if not found:
            return None
        return "untouched" if all(found) else "begun" if any(found) else "written"


def read_work(folder: Path, expected: Sequence[str]) -> Work | None:
    """Read a student's copy of a hand-in; None if there is no folder.

    >>> read_work(Path("~/underhood/convolution").expanduser(), ["convolution.ipynb"]).ran
    True

    `expected` are the file names of the released notebooks. Never raises for what lies in the folder.
    """
    try:
        here = sorted(
            path.name for path in folder.iterdir() if path.suffix == ".ipynb" and not path.name.startswith(".")
        )
    except OSError:
        return None
    wanted = list(expected) or here
    others = [name for name in here if name not in wanted]
    problems: list[str] = []
    cells: dict[str, tuple[_Cell, ...]] = {}
    for name in wanted:
        if name not in here:
            hint = (
                f" Was it renamed to {others[0]}? Give it its name back."
                if len(others) == 1
                else " Fetch puts it back."
            )
            problems.append(f"{name} is not in your folder {folder.name}.{hint}")
            continue
        try:
            found = (folder / name).stat()
            cells[name] = _cells(folder / name, found.st_mtime_ns, found.st_size)
        except (OSError, ValueError) as error:
            problems.append(
                f"{name} is no notebook: {error}. Restore it from a checkpoint, or rename it and fetch again."
            )
    if not wanted:
        problems.append(f"There is no notebook in your folder {folder.name}; fetch puts it back.")
    text = json.dumps([[name, [[one.kind, one.source] for one in those]] for name, those in cells.items()])
    return Work(hashlib.sha256(text.encode()).hexdigest(), tuple(problems), _ran(cells.values()), cells)


def graded_parts(work: Work | None) -> list[dict[str, Any]]:
    """Return a required part for each graded cell, for a hand-in of which no more is known."""
    graded = [one for cells in work.cells.values() for one in cells if one.graded] if work else []
    return [
        {
            "name": one.name,
            "title": one.name,
            "kind": "required",
            "specializations": {},
            "points": one.points,
            "cells": [one.name],
        }
        for one in graded
    ]


def _ran(notebooks: Iterable[Sequence[_Cell]]) -> bool:
    every = [[one.count for one in cells if one.kind == "code" and one.source.strip()] for cells in notebooks]
    return bool(every) and all(counts == list(range(1, len(counts) + 1)) for counts in every)


@lru_cache(maxsize=64)
def _cells(file: Path, _changed: int, size: int) -> tuple[_Cell, ...]:
    """Read a notebook; it is parsed again only when it was written."""
    if size > _MOST:
        raise ValueError(f"it has {size / 1e6:.0f} MB")
    try:
        document = json.loads(file.read_text("utf-8"))
    except UnicodeDecodeError:
        raise ValueError("it is not UTF-8 text") from None
    except (ValueError, RecursionError):
        raise ValueError("it is not JSON") from None
    cells = document.get("cells") if isinstance(document, dict) else None
    if not isinstance(cells, list) or not all(isinstance(one, dict) for one in cells):
        raise ValueError("it has no cells")
    return tuple(_cell(one) for one in cells)


def _cell(cell: dict[str, Any]) -> _Cell:
    source = cell.get("source", "")
    source = "".join(str(line) for line in source) if isinstance(source, list) else str(source)
    metadata = cell.get("metadata")
    mark = metadata.get("nbgrader") if isinstance(metadata, dict) else None
    mark = mark if isinstance(mark, dict) and isinstance(mark.get("grade_id"), str) else {}
    points, count = mark.get("points"), cell.get("execution_count")
    return _Cell(
        kind=str(cell.get("cell_type")),
        source=source,
        name=mark.get("grade_id"),
        to_write=bool(mark.get("solution")),
        graded=bool(mark.get("grade") or mark.get("task")),
        points=float(points) if isinstance(points, int | float) else 0.0,
        as_released=bool(mark) and _checksum(cell, source, mark) == mark.get("checksum"),
        count=count if isinstance(count, int) else None,
    )


def _checksum(cell: dict[str, Any], source: str, mark: dict[str, Any]) -> str | None:
    """Return nbgrader's checksum, which it wrote into the cell when it was released."""
    node: NotebookNode = from_dict(
        {"cell_type": str(cell.get("cell_type")), "source": source, "metadata": {"nbgrader": mark}}
    )
    try:
        return str(compute_checksum(node))
    except (KeyError, TypeError, ValueError):
        return None
