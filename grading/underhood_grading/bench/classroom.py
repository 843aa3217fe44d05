"""The same submissions in two course directories: one that our steps grade, one of plain nbgrader."""

from __future__ import annotations

import shutil
from dataclasses import dataclass
from typing import TYPE_CHECKING

from underhood_grading import teach

from .handin import write_answers, write_source

if TYPE_CHECKING:
    from pathlib import Path

    from .handin import Handin

__all__ = ["Classroom", "make"]

_PLAIN = 'c = get_config()\nc.CourseDirectory.course_id = "bench"\n'


@dataclass(frozen=True)
class Classroom:
    """Two course directories with the same release and the same submissions; `stock` may have fewer of these."""

    ours: Path
    stock: Path
    students: tuple[str, ...]
    stock_students: tuple[str, ...]


def make(handin: Handin, folder: Path, *, students: int, stock_students: int, seed: int) -> Classroom:
    """Make them below a folder, up to the point where submissions have been collected.

    >>> make(ARRAYS, tmp, students=60, stock_students=8, seed=1).students[:2]
    ('student-0000', 'student-0001')
    """
    ours, stock = folder / "ours", folder / "stock"
    teach.init(ours, [write_source(handin, folder / "handins")], course_id="bench")
    course = teach.Course.open(ours)
    teach.release(course, handin.name)
    released = course.folder("release", handin.name) / f"{handin.name}.ipynb"
    shutil.copytree(ours, stock)
    (stock / "nbgrader_config.py").write_text(_PLAIN, encoding="utf-8")
    names = tuple(f"student-{number:04}" for number in range(students))
    for number, name in enumerate(names):
        mine = ours / "submitted" / name / handin.name
        write_answers(handin, released, mine, number, seed)
        if number < stock_students:
            shutil.copytree(mine, stock / "submitted" / name / handin.name)
    return Classroom(ours, stock, names, names[:stock_students])
