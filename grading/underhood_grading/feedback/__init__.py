"""What a student sees of a graded notebook: all of their own, nothing of a hidden test.

>>> guard(notebook, marks=Marks(), private=[course.root])
>>> notebook.cells[2].outputs[0].evalue
'in a hidden test: negative numbers are doubled too'

`step` is where nbgrader's feedback calls it, so that plain `nbgrader generate_feedback` and
formgrader show no more than `underhood teach feedback`.
"""

from .guarding import guard
from .hints import hints_of, shown_hints
from .regions import Marks, hidden_lines, without_hidden

__all__ = ["Marks", "guard", "hidden_lines", "hints_of", "shown_hints", "without_hidden"]
