"""What a teacher wrote about a submission, by part."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

from nbgrader.api import MissingEntry

if TYPE_CHECKING:
    from pathlib import Path

    from nbgrader.api import Gradebook
    from underhood_course.handin import Handin

    from underhood_grading.feedback_page import Comment

__all__ = ["comments_of"]

_MOST = 10_000  # characters of one comment in the sidebar; the page has all of it


def comments_of(gradebook: Gradebook, handin: Handin, student: str, source: Path) -> list[Comment]:
    """Return a submission's comments in the order of the notebooks, each with the part that it is about.

    >>> comments_of(gradebook, course.handin("convolution"), "ada", course.folder("source", "convolution"))
    [{'part': 'padded', 'cell': 'pad', 'text': 'Neat.'}]

    nbgrader keeps a comment with the cell that was to be written; its part is that of the next graded cell.
    """
    try:
        submission = gradebook.find_submission(handin.name, student)
    except MissingEntry:
        return []
    written = {
        (str(notebook.name), str(one.name)): str(one.manual_comment)
        for notebook in submission.notebooks
        for one in notebook.comments
        if one.manual_comment
    }
    found: list[Comment] = []
    for name in handin.notebooks:
        stem = name.removesuffix(".ipynb")
        for cell, part in _parts_by_cell(handin, source / name).items():
            if text := written.get((stem, cell)):
                found.append({"part": part, "cell": cell, "text": text[:_MOST]})
    return found


def _parts_by_cell(handin: Handin, notebook: Path) -> dict[str, str | None]:
    part_of = {cell: part.name for part in handin.parts for cell in part.cells}
    found: dict[str, str | None] = {}
    waiting: list[str] = []
    try:
        cells = json.loads(notebook.read_text(encoding="utf-8"))["cells"]
    except (OSError, ValueError, LookupError):
        return found
    for cell in cells:
        name = cell["metadata"].get("nbgrader", {}).get("grade_id")
        if name is None:
            continue
        found[name] = part_of.get(name)
        if name in part_of:
            found.update(dict.fromkeys(waiting, part_of[name]))
            waiting = []
        else:
            waiting.append(name)
    return found
