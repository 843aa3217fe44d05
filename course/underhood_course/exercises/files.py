"""An exercise in the course: its page's cell as handed out, and its file with the solution and the checks."""

from __future__ import annotations

import ast
import hashlib
import re
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from underhood_course.activities import exercise_metadata
from underhood_course.content import course_folder
from underhood_course.page import PageError, cell_text, read_notebook

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

FOLDER = "exercises"
NAME = re.compile(r"[a-z0-9]+(-[a-z0-9]+)*")
PART = re.compile(r"^# %% (solution|checks)[ \t]*$", re.MULTILINE)  # the cells of a percent script


class ExerciseError(ValueError):
    """An exercise that the course doesn't have, or that is broken there; the message says which and where."""


@dataclass(frozen=True)
class ExerciseFile:
    """The two parts of `<module>/exercises/<name>.py`.

    `solution` is what the solved cell contains. `checks` is code with `answer`, the name that the cell defines, a
    function `cases(random)` that yields `Case`s, and, where calling the answer is not enough, a function
    `call(answer, *arguments)` that returns what came.
    """

    file: Path
    solution: str
    checks: str


@dataclass(frozen=True)
class ExerciseCell:
    """An exercise's cell in the course's own notebook."""

    page: str
    title: str
    source: str


def read_exercise_file(file: Path) -> ExerciseFile:
    """Read an exercise's file. Raises `ExerciseError` if it has not both parts."""
    try:
        text = file.read_text("utf-8")
    except FileNotFoundError:
        raise ExerciseError(f"there is no {file.parent.parent.name}/{FOLDER}/{file.name}; add it") from None
    except (OSError, UnicodeDecodeError) as error:
        raise ExerciseError(f"{file.name} can't be read: {error}") from None
    pieces = PART.split(text)
    parts = dict(zip(pieces[1::2], (piece.strip("\n") for piece in pieces[2::2]), strict=True))
    for part in ("solution", "checks"):
        if not parts.get(part, "").strip():
            raise ExerciseError(f'{file.name} has no part that begins with "# %% {part}"')
    return ExerciseFile(file, parts["solution"], parts["checks"])


def exercise_cell(notebook: dict[str, Any], name: str) -> dict[str, Any] | None:
    """Return a notebook's cell of the exercise `name`, or None."""
    return next((cell for cell in notebook["cells"] if exercise_metadata(cell).get("name") == name), None)


def find_exercise(name: str, course: Path | None = None) -> tuple[ExerciseFile, ExerciseCell]:
    """Return an exercise of the course by its name. Raises `ExerciseError` if there is none."""
    course = course or course_folder()
    files = sorted(course.glob(f"*/{FOLDER}/{name}.py")) if NAME.fullmatch(name) else []
    if not files:
        raise ExerciseError(f'the course has no exercise "{name}"; the name is in the first line of the check')
    for cell in _cells_of(files[0].parent.parent, name):
        return read_exercise_file(files[0]), cell
    raise ExerciseError(f'no page of {files[0].parent.parent.name} has the exercise "{name}"')


def _cells_of(module: Path, name: str) -> Iterator[ExerciseCell]:
    for file in sorted(module.glob("*.ipynb")):
        try:
            notebook = read_notebook(file, file.name)
        except PageError:
            continue
        cell = exercise_cell(notebook, name)
        own = notebook.get("metadata", {}).get("underhood", {})
        if cell and isinstance(own.get("id"), str):
            yield ExerciseCell(own["id"], str(exercise_metadata(cell).get("title", name)), cell_text(cell))


def digest(code: str) -> str:
    """Return a digest of what code means: comments and blank lines don't change it."""
    try:
        meaning = ast.dump(ast.parse(code))
    except (SyntaxError, ValueError, RecursionError):
        meaning = code
    return hashlib.sha256(meaning.encode()).hexdigest()[:16]
