"""A newer version of a page and the student's own copy, merged cell by cell; pure, no file is touched.

>>> comparison = compare(original, own, newer)
>>> [row.kind for row in comparison.rows]
['unchanged', 'changed-by-both', 'new-in-course']
>>> merge(comparison, {"b1": "both"})["cells"]

`original` is the page as it was handed out, `own` the student's, `newer` the course's; all three are nbformat 4
documents as JSON. Not done with nbdime: what it decides are patches inside a cell's JSON rather than one choice for
each cell, a moved cell is one deleted and another added, and it brings git and a JupyterLab extension of its own.
"""

from underhood_course.student.updating.comparing import Comparison, Row, compare
from underhood_course.student.updating.difference import difference
from underhood_course.student.updating.merging import ChoiceError, MergeError, merge

__all__ = ["ChoiceError", "Comparison", "MergeError", "Row", "compare", "difference", "merge"]
