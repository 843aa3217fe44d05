"""A hand-in to be timed: its cells, and what different students answer."""

from __future__ import annotations

import random
from dataclasses import dataclass
from itertools import chain
from typing import TYPE_CHECKING, Any, Literal

import nbformat
from nbformat.v4 import new_code_cell, new_markdown_cell, new_notebook

if TYPE_CHECKING:
    from collections.abc import Mapping
    from pathlib import Path

    from nbformat import NotebookNode

__all__ = ["KINDS", "Exercise", "Handin", "Kind", "kind_of", "write_answers", "write_source"]

Kind = Literal["right", "wrong", "raising", "partial"]
KINDS: tuple[Kind, ...] = ("right", "wrong", "raising", "partial")
"""Of students, in turn: the first four have one of each."""

_KERNEL = {"name": "python3", "display_name": "Python 3", "language": "python"}


@dataclass(frozen=True)
class Exercise:
    """A cell to fill in and the cell that tests it.

    `answers` has a source by kind; where "partial" is missing, the right one is given. `test` may
    have hidden tests in nbgrader's marks, and ends with a number where there is partial credit.
    """

    name: str
    points: float
    answers: Mapping[Kind, str]
    test: str


@dataclass(frozen=True)
class Handin:
    """A notebook: locked cells, exercises, and a cell in which students try things.

    `modules` are the libraries that it imports.
    """

    name: str
    title: str
    modules: tuple[str, ...]
    locked: Mapping[str, str]
    exercises: tuple[Exercise, ...]
    trial: str


def kind_of(number: int) -> Kind:
    """Return what kind of answers the student of this number gives.

    >>> [kind_of(number) for number in range(5)]
    ['right', 'wrong', 'raising', 'partial', 'right']
    """
    return KINDS[number % len(KINDS)]


def write_source(handin: Handin, folder: Path) -> Path:
    """Write a hand-in's folder, as a teacher has it: solutions, hidden tests, `handin.toml`."""
    target = folder / handin.name
    target.mkdir(parents=True)
    cells = [new_markdown_cell(f"# {handin.title}")]
    cells += [new_code_cell(source, metadata=_mark(name)) for name, source in handin.locked.items()]
    for one in handin.exercises:
        cells += [
            new_markdown_cell(f"## {one.name}"),
            new_code_cell(_with_marks(one.answers["right"]), metadata=_mark(one.name, solution=True)),
            new_code_cell(one.test, metadata=_mark(f"test-{one.name}", points=one.points)),
        ]
    cells.append(new_code_cell("# Try what you like here.", metadata={}))
    for number, cell in enumerate(cells):
        cell["id"] = f"cell-{number}"
    notebook = new_notebook(cells=cells, metadata={"kernelspec": _KERNEL})
    nbformat.write(notebook, target / f"{handin.name}.ipynb")
    (target / "handin.toml").write_text(_toml(handin), encoding="utf-8")
    return target


def write_answers(handin: Handin, released: Path, folder: Path, number: int, seed: int) -> None:
    """Write what the student of a number hands in, from the released notebook; the same for the same seed.

    Right answers are all right. The others mix right ones with those of their kind, at least one.
    """
    chance = random.Random(f"{seed}/{handin.name}/{number}")  # noqa: S311  # nothing secret about it
    kind = kind_of(number)
    affected = {one.name for one in handin.exercises if kind in one.answers and chance.random() < 0.6}
    affected |= {chance.choice([one.name for one in handin.exercises if kind in one.answers])}
    notebook: NotebookNode = nbformat.read(released, as_version=4)
    exercises = {one.name: one for one in handin.exercises}
    for cell in notebook.cells:
        name = cell.metadata.get("nbgrader", {}).get("grade_id", "")
        if name in exercises:
            given: Kind = kind if name in affected else "right"
            cell.source = f"# Answer of student {number}\n{exercises[name].answers[given]}"
    notebook.cells[-1].source = handin.trial.replace("NUMBER", str(number))
    folder.mkdir(parents=True)
    nbformat.write(notebook, folder / released.name)
    minute, second = divmod(number, 60)
    (folder / "timestamp.txt").write_text(f"2026-11-20 12:{minute % 60:02}:{second:02} UTC", encoding="ascii")


def _mark(name: str, *, points: float | None = None, solution: bool = False) -> dict[str, Any]:
    mark = {
        "grade": points is not None,
        "grade_id": name,
        "locked": not solution,
        "schema_version": 3,
        "solution": solution,
        "task": False,
    }
    return {"nbgrader": mark if points is None else {**mark, "points": points}}


def _with_marks(answer: str) -> str:
    """Return a solution that nbgrader replaces from its first indented line on."""
    lines = answer.split("\n")
    first = next(number for number, line in enumerate(lines) if line.startswith(" "))
    return "\n".join(
        chain(lines[:first], ["    ### BEGIN SOLUTION"], lines[first:], ["    ### END SOLUTION"]),
    )


def _toml(handin: Handin) -> str:
    parts = (
        f'[[parts]]\nname = "{one.name}"\ntitle = "{one.name}"\nkind = "required"\ncells = ["test-{one.name}"]\n'
        for one in handin.exercises
    )
    head = f'title = "{handin.title}"\nmodule = "m1"\nnotebooks = ["{handin.name}.ipynb"]\n\n[limits]\nseconds = 120\n'
    return "\n".join([head, *parts])
