"""Check that a hand-in holds what it promises: the solution full points, the released version none."""

from __future__ import annotations

import json
import shutil
import tempfile
from pathlib import Path
from typing import TYPE_CHECKING, Any

from underhood_course.handin import Handin, HandinError, read_handin
from underhood_course.problem import Problem

from .sandbox import probe
from .solutions import leaks
from .teach import Course, TeachError, grade, init, release, status

if TYPE_CHECKING:
    from collections.abc import Iterator

    from .teach import SubmissionStatus

__all__ = ["check_handin"]

_FILE = "handin.toml"
_SOLUTION, _RELEASED = "solution", "untouched"


def check_handin(folder: Path) -> list[Problem]:
    """Release and grade a hand-in in a temporary course directory, with real nbgrader.

    >>> check_handin(Path("course/m1-memory-and-gpus/handins/convolution"))
    []

    The source as it stands has to score full on each part, the released version 0 on each, and no
    solution's text may be in the released version. Each problem's `file` is relative to the hand-in's
    own folder. Runs the notebooks twice, which is as slow as they are.
    """
    try:
        handin = read_handin(folder)
    except HandinError as error:
        return [Problem(error.file.name, error.message, cell=error.cell, field=error.field)]
    with tempfile.TemporaryDirectory(prefix="underhood-check-") as place:
        try:
            return list(_check(folder, handin, Path(place)))
        except TeachError as error:
            return [Problem(_FILE, str(error))]


def _check(folder: Path, handin: Handin, place: Path) -> Iterator[Problem]:
    root = place / "course"
    init(root, [folder])
    course = Course.open(root)
    release(course, handin.name)
    released = course.folder("release", handin.name)
    for leak in leaks(folder, released):
        yield Problem(leak.file, leak.message, cell=leak.cell)
    for student, source in ((_SOLUTION, folder), (_RELEASED, released)):
        target = course.folder("submitted", handin.name, student)
        shutil.copytree(source, target, ignore=shutil.ignore_patterns("handin.toml", ".ipynb_checkpoints"))
        # As handed in through the exchange: without outputs of an earlier run, and with a time.
        (target / "timestamp.txt").write_text("2000-01-01 00:00:00.000000 UTC", encoding="utf-8")
    # The solution is the author's own; where there is no sandbox, it is run all the same.
    grade(course, handin.name, confined=probe().available, progress=_silent)
    rows = {row["student"]: row for row in status(course, handin.name)[0]["submissions"]}
    yield from _judge(handin, rows[_SOLUTION], full=True, course=course)
    yield from _judge(handin, rows[_RELEASED], full=False, course=course)


def _silent(done: int, of: int, student: str, failed: int) -> None:
    """Show no progress: two notebooks are no long work."""


def _judge(handin: Handin, row: SubmissionStatus, *, full: bool, course: Course) -> Iterator[Problem]:
    what = "the solution" if full else "the released version"
    for problem in row["problems"]:
        # Untouched, a cell may well run out of what it needs; its points tell.
        if full or row["state"] == "failed":
            yield Problem(_FILE, f"{what}: {problem}")
    for part, scored in zip(handin.parts, row["parts"], strict=True):
        wanted = part.points if full else 0.0
        if scored["score"] is not None and scored["score"] != wanted:
            why = _first_error(course, handin, row["student"], part.cells) if full else ""
            message = f'{what} scores {scored["score"]:g} of {part.points:g} on part "{part.name}"'
            message += f", not {wanted:g}{why}"
            yield Problem(_FILE, message, field=f"parts.{part.name}")


def _first_error(course: Course, handin: Handin, student: str, cells: tuple[str, ...]) -> str:
    """Return the first error of a part's test cells, to save the author a run."""
    for name in handin.notebooks:
        file = course.folder("autograded", handin.name, student) / name
        notebook: dict[str, Any] = json.loads(file.read_text(encoding="utf-8"))
        for cell in notebook["cells"]:
            if cell["metadata"].get("nbgrader", {}).get("grade_id") in cells:
                for output in cell.get("outputs", []):
                    if output["output_type"] == "error":
                        value = " ".join(output["evalue"].split())[:200]
                        return f": {output['ename']}: {value}"
    return ""
