"""One submission, from its bytes to its points."""

from __future__ import annotations

import json
import time
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from nbformat import from_dict

from underhood_grading import scoring
from underhood_grading.gradebook import NotebookError, restore
from underhood_grading.raced import MOST_RACES
from underhood_grading.runner.faults import FAULTS
from underhood_grading.submission import fault_of

from .material import wants_inside

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    from nbformat import NotebookNode

    from underhood_grading.raced import Raced
    from underhood_grading.runner import Done, Task

    from .material import Material

__all__ = ["INSIDE", "STRANGE", "Judged", "Submission", "work"]

INSIDE = "judged-inside"
"""The flag of a submission of which a test was judged in the student's own process."""

STRANGE = "strange-result"
"""The flag of a submission of which a test gave something that is no number of points."""

_MOST_FILES = 48_000_000  # bytes beside the notebooks that a student's process is given


@dataclass(frozen=True)
class Submission:
    """A student's files: the hand-in's notebooks by name without `.ipynb`, and what lies beside them."""

    student: str
    notebooks: Mapping[str, bytes]
    files: Mapping[str, bytes] = field(default_factory=dict)


@dataclass(frozen=True)
class Judged:
    """What came of a submission: notebooks with outputs and scores, by name; plain data throughout.

    `races` are those of the tests that it passed, as far as they count. `failed` is why it could not be graded; then
    there is nothing else.
    """

    student: str
    notebooks: Mapping[str, Mapping[str, Any]] = field(default_factory=dict)
    scores: Mapping[str, Mapping[str, float | None]] = field(default_factory=dict)
    problems: tuple[str, ...] = ()
    flags: tuple[str, ...] = ()
    seconds: float = 0.0
    peak_mb: float = 0.0
    failed: bool = False
    races: tuple[Raced, ...] = ()


def work(material: Material, submission: Submission, execute: Callable[[Task], Done]) -> Judged:
    """Restore, run and judge one submission.

    >>> work(material, Submission("ada", {"sums": content}), runner.run).scores
    {'sums': {'test-double': 2.0, 'test-sum': 3.0}}

    Whatever is wrong with it is said in the result. Raises RunnerError for what is not its fault.
    """
    start = time.monotonic()
    faults = [why for name, content in submission.notebooks.items() if (why := fault_of(f"{name}.ipynb", content))]
    if faults:
        return Judged(submission.student, problems=tuple(faults), failed=True)
    files: Mapping[str, bytes] = submission.files
    problems: list[str] = []
    if (size := sum(map(len, files.values()))) > _MOST_FILES:
        problems.append(f"the files beside the notebooks have {size / 1e6:.0f} MB, more than 48, and were left out")
        files = {}
    flags: list[str] = []
    notebooks: dict[str, NotebookNode] = {}
    peak = 0.0
    raced: list[tuple[str, Raced]] = []
    for name, content in submission.notebooks.items():
        try:
            restored = restore(json.loads(content), material.release, name)
        except NotebookError as error:
            return Judged(submission.student, problems=(str(error),), failed=True)
        notebook = restored.notebook
        done = execute(material.task(name, notebook, files))
        fill_in(notebook, done)
        notebooks[name] = notebook
        problems += restored.problems
        flags += restored.flags
        raced += [(name, race) for race in done.races]
        peak = max(peak, done.peak_mb)
    scores: dict[str, dict[str, float | None]] = {}
    passed: set[tuple[str, str]] = set()
    for name, notebook in notebooks.items():
        graded = [cell for cell in notebook.cells if "points" in cell.metadata.get("nbgrader", {})]
        verdicts = {cell.metadata.nbgrader.grade_id: scoring.judge(cell) for cell in graded}
        scores[name] = {cell: verdict.score for cell, verdict in verdicts.items()}
        passed |= {(name, cell.metadata.nbgrader.grade_id) for cell in graded if _is_passed(cell, verdicts)}
        problems += scoring.problems(notebook, [cell.name for cell in material.release.notebooks[name].graded])
        flags += [STRANGE for verdict in verdicts.values() if verdict.strange]
        flags += [
            INSIDE
            for cell in graded
            if (name, cell.metadata.nbgrader.grade_id) in material.inside or wants_inside(cell.metadata)
        ]
    return Judged(
        submission.student,
        notebooks,
        scores,
        tuple(dict.fromkeys(problems)),
        tuple(dict.fromkeys(flags)),
        time.monotonic() - start,
        peak,
        races=_that_count(raced, passed),
    )


def _is_passed(cell: NotebookNode, verdicts: Mapping[str, scoring.Verdict]) -> bool:
    """Say whether a test ended as it should, whatever points it gave."""
    verdict = verdicts[cell.metadata.nbgrader.grade_id]
    ended = cell.cell_type == "code" and not any(one.output_type == "error" for one in cell.outputs)
    return ended and verdict.score is not None and not verdict.strange


def _that_count(raced: list[tuple[str, Raced]], passed: set[tuple[str, str]]) -> tuple[Raced, ...]:
    """Return the races that may be shown: of right results that were timed, in tests that were passed."""
    found: dict[tuple[str, str], Raced] = {}
    for notebook, race in raced:
        if race["share"] and (notebook, race["cell"]) in passed:
            found.setdefault((race["cell"], race["name"]), race)
    return tuple(list(found.values())[:MOST_RACES])


def fill_in(notebook: NotebookNode, done: Done) -> None:
    """Write the outputs of a run into a notebook's cells."""
    cells = [cell for cell in notebook.cells if cell.cell_type == "code"]
    count = 0
    for cell, outputs in zip(cells, done.outputs, strict=True):
        if outputs is None:
            continue
        errors = [one for one in outputs if one["output_type"] == "error"]
        ran = not any(one["ename"] == "CellNotRunError" for one in errors)
        count += ran
        cell.execution_count = count if ran else None
        for output in outputs:
            if output["output_type"] == "execute_result":
                output["execution_count"] = count
            if output.get("ename") == "ProcessEndedError" and done.message and output["ename"] in FAULTS:
                output["evalue"] = f"ended its process ({done.message})"
                output["traceback"] = [f"{output['ename']}: {output['evalue']}"]
        cell.outputs = [from_dict(one) for one in outputs]
