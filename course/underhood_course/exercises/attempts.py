"""A student's attempts at an exercise, and what opens with them: kept by the server, beside the work."""

from __future__ import annotations

import difflib
from datetime import UTC, datetime
from typing import TYPE_CHECKING, Any

from underhood_course.atomic import create_atomically
from underhood_course.exercises.files import (
    FOLDER,
    ExerciseError,
    exercise_cell,
    read_exercise_file,
)
from underhood_course.page import cell_text, read_notebook
from underhood_course.student.folder import STATE_FOLDER

if TYPE_CHECKING:
    from underhood_course.catalog import Catalog
    from underhood_course.page import Page
    from underhood_course.student.progress import ProgressFile
    from underhood_course.student.workspace import Workspace

TRIES = 3  # that open the solution


class NoExerciseError(LookupError):
    """The course has no such exercise."""


class SolutionClosedError(PermissionError):
    """The solution is not open yet; the message says how many tries are left."""


def page_with(catalog: Catalog, page_id: str, name: str) -> Page:
    """Return the page that has the exercise. Raises `NoExerciseError`."""
    page = catalog.page(page_id)
    if page is None or all(one.name != name for one in page.exercises):
        raise NoExerciseError(f'there is no exercise "{name}" in a page "{page_id}" of the course')
    return page


def note_try(progress: ProgressFile, page: Page, name: str, *, right: bool, code: str) -> dict[str, Any]:
    """Count a try and return the whole progress; solved stays solved, and the same code again is no new try."""
    before = attempt(progress, page.id, name)
    again = before.get("code") == code
    after = {
        "state": "solved" if right or before.get("state") == "solved" else "tried",
        "tries": before.get("tries", 0) + (not again),
        "code": code,
    }
    return progress.change({"pages": {page.id: {"exercises": {name: after}}}})


def attempt(progress: ProgressFile, page_id: str, name: str) -> dict[str, Any]:
    """Return the student's attempt at an exercise; empty if there is none."""
    found: dict[str, Any] = progress.read()["pages"].get(page_id, {}).get("exercises", {}).get(name, {})
    return found


def solution(progress: ProgressFile, page: Page, name: str, own: str) -> list[dict[str, str]]:
    """Return the solution as a diff to the student's `own` code: rows of {"sign": " ", "+" or "-", "text"}.

    Raises `SolutionClosedError` until the exercise is solved or was tried `TRIES` times.
    """
    made = attempt(progress, page.id, name)
    tries = made.get("tries", 0)
    if made.get("state") != "solved" and tries < TRIES:
        raise SolutionClosedError(
            f"the solution opens once the exercise is solved, or after {TRIES} tries; there were {tries}"
        )
    solved = read_exercise_file(page.source.parent / FOLDER / f"{name}.py").solution
    rows = difflib.ndiff(own.splitlines(), solved.splitlines())
    return [{"sign": row[0], "text": row[2:]} for row in rows if row[0] in "+- "]


def back_up(workspace: Workspace, page: Page, name: str, own: str) -> dict[str, str]:
    """Keep the student's `own` code, and return where and what the cell contained when it was handed out.

    Raises `OutsideError` if the backups' folder leads out of the student's, `WorkspaceError` if it can't be written.
    """
    cell = exercise_cell(read_notebook(page.source, page.source.name), name)
    if cell is None:  # the course changed since its catalog was read
        raise ExerciseError(f'"{name}" is no longer in {page.title}; refresh the course')
    stamp = datetime.now(UTC).strftime("%Y%m%dT%H%M%S%f")
    path = f"{STATE_FOLDER}/backups/{page.id}/{name}-{stamp}.py"
    with workspace.writing(f"back up {name}"):
        create_atomically(workspace.inside(path), own.encode())
    return {"path": path, "source": cell_text(cell)}
