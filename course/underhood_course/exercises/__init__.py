"""Exercises in a page: checked in the student's kernel, with hints, and a solution that opens once it was tried.

>>> from underhood_course.exercises import check
>>> check("work-groups", dispatch_size)

An exercise is a code cell tagged `exercise` whose metadata name it:
`"underhood": {"exercise": {"name": "work-groups", "title": "How many work groups?", "hints": ["…", "…"]}}`.
Its solution and its checks are in the course, `<module>/exercises/<name>.py`, and are never copied to the student.
"""

from underhood_course.exercises.case import Case
from underhood_course.exercises.showing import check

__all__ = ["Case", "check"]
