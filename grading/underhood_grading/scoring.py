"""What a test cell's output is worth: the strict rule, and nbgrader's step that stores it."""

from __future__ import annotations

import math
import re
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from nbgrader import utils
from nbgrader.api import Gradebook
from nbgrader.preprocessors import SaveAutoGrades

from .runner.faults import FAULTS, NOT_RUN

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from nbformat import NotebookNode

__all__ = ["StrictAutoGrades", "Verdict", "judge", "problems"]

UNMEASURED = "RaceError"
"""The error of a speed test that says nothing about the submission: the machine was too busy, say."""

_NUMPY = re.compile(r"np\.(?:float|int|uint)[0-9]+\((.*)\)")
_TRUTH = {"True": True, "False": False, "np.True_": True, "np.False_": False}
_PICTURE = ("image/", "video/", "application/vnd.")


@dataclass(frozen=True)
class Verdict:
    """A cell's points, `None` where a person has to give them, and why they are not what one expects.

    `strange` are results that no honest test gives.
    """

    score: float | None
    max_score: float
    problem: str | None = None
    strange: bool = False


def judge(cell: Mapping[str, Any]) -> Verdict:
    """Decide what a graded cell that was run is worth.

    A test cell passes in silence: no result is full points, an error is 0 even after a result.
    One number from 0 to the cell's points is that many points (partial credit), True is full and
    False is 0. NaN, a negative number, one above the points, several results or any other object
    are 0, with a problem for a person to look at: stock nbgrader gives full points for most of
    these, which a student's function can provoke. NumPy's scalars count as the numbers they are.

    What is printed, on stderr too, and what is displayed costs nothing. So does a last line such as
    `plt.plot(x)`, whose object is shown beside its picture: a score never comes with a picture.

    A speed test that could not be measured, for no fault of the student's, waits for a person.

    A cell that was not run is 0, although it shows no error: a tag can make the runner skip it.
    """
    mark = cell["metadata"]["nbgrader"]
    most = float(mark["points"])
    name = mark["grade_id"]
    if mark.get("solution") or cell["cell_type"] != "code":
        score, _ = utils.determine_grade(cell)
        return Verdict(score, most)
    outputs = cell["outputs"]
    if errors := [one for one in outputs if one["output_type"] == "error"]:
        return _judge_errors(name, most, errors)
    if cell.get("execution_count") is None:
        return Verdict(0.0, most, f"test `{name}` was not run")
    results = [one for one in outputs if one["output_type"] == "execute_result"]
    if not results:
        return Verdict(most, most)
    if len(results) > 1:
        return _strange(most, f"test `{name}` gave {len(results)} results; one number at most is a score")
    return _judge_result(name, most, results[0], outputs)


def problems(notebook: Mapping[str, Any], tests: Iterable[str]) -> list[str]:
    """Say in plain words what went wrong in a notebook that was graded.

    `tests` are the ids of the graded cells that it should have.
    """
    found: list[str] = []
    seen: set[str] = set()
    for number, cell in enumerate(notebook["cells"], start=1):
        mark = cell["metadata"].get("nbgrader", {})
        if mark.get("grade") and "points" in mark:
            seen.add(mark["grade_id"])
            verdict = judge(cell)
            if verdict.problem:
                found.append(verdict.problem)
            elif verdict.score is None:
                found.append(f"cell `{mark['grade_id']}` is to be graded by hand")
        elif cell["cell_type"] == "code":
            faults = [one["evalue"] for one in cell["outputs"] if one.get("ename") in FAULTS]
            found += [f"cell {number} {fault}" for fault in faults]
        elif mark.get("task"):
            seen.add(mark["grade_id"])
    found += [f"cell `{name}` was deleted; it scores 0" for name in tests if name not in seen]
    return _first_cause(found)


def _first_cause(found: list[str]) -> list[str]:
    """Drop "was not run" where what stopped the run is told already."""
    causes = [one for one in found if not one.endswith(NOT_RUN)]
    return causes or found


def _judge_result(name: str, most: float, result: Mapping[str, Any], outputs: list[Mapping[str, Any]]) -> Verdict:
    text = result["data"].get("text/plain", "")
    text = ("".join(text) if isinstance(text, list) else text).strip()
    if text in _TRUTH:
        return Verdict(most if _TRUTH[text] else 0.0, most)
    wrapped = _NUMPY.fullmatch(text)
    try:
        number = float(wrapped[1] if wrapped else text)
    except ValueError:
        if any(kind.startswith(_PICTURE) for one in outputs for kind in one.get("data", {})):
            return Verdict(most, most)
        shown = text if len(text) <= 40 else text[:37] + "..."
        return _strange(most, f"test `{name}` gave {shown!r}, which is no number of points")
    if math.isnan(number) or not 0 <= number <= most:
        return _strange(most, f"test `{name}` gave {number:g} points; it may give 0 to {most:g}")
    return Verdict(number, most)


def _judge_errors(name: str, most: float, errors: Iterable[Mapping[str, Any]]) -> Verdict:
    said = {one["ename"]: one["evalue"] for one in errors}
    if UNMEASURED in said:
        return Verdict(None, most, f"test `{name}` could not be measured ({said[UNMEASURED]}); grade again, or by hand")
    fault = next((said[one] for one in said if one in FAULTS), None)
    return Verdict(0.0, most, f"test `{name}` {fault}" if fault else None)


def _strange(most: float, problem: str) -> Verdict:
    return Verdict(0.0, most, problem, strange=True)


class StrictAutoGrades(SaveAutoGrades):  # type: ignore[misc]  # nbgrader ships no types
    """nbgrader's step that stores the grades, with `judge` for the points.

    Grades of cells that the submission no longer has become 0. Stock nbgrader leaves them as they
    are: after a second submission without the test cell, the first one's points would stay.
    """

    def preprocess(self, nb: NotebookNode, resources: Any) -> tuple[NotebookNode, Any]:
        """Store the grades of one notebook."""
        nb, resources = super().preprocess(nb, resources)
        there = {cell.metadata.get("nbgrader", {}).get("grade_id") for cell in nb.cells}
        with Gradebook(self.db_url) as gradebook:
            submission = gradebook.find_submission_notebook(self.notebook_id, self.assignment_id, self.student_id)
            for grade in submission.grades:
                if grade.name not in there:
                    grade.auto_score = 0
                    grade.needs_manual_grade = False
            gradebook.db.commit()
        return nb, resources

    def _add_score(self, cell: NotebookNode, resources: Any) -> None:  # noqa: ARG002  # nbgrader's signature
        verdict = judge(cell)
        if verdict.problem:
            self.log.warning(verdict.problem)
        grade = self.gradebook.find_grade(
            cell.metadata.nbgrader.grade_id, self.notebook_id, self.assignment_id, self.student_id
        )
        grade.auto_score = verdict.score
        # As in nbgrader: a grade that a person gave is looked at again when the cell was run again.
        grade.needs_manual_grade = grade.manual_score is not None or verdict.score is None
        self.gradebook.db.commit()
