"""The teacher's own solution, judged apart and inside, before anybody else's is."""

from __future__ import annotations

import json
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Any

from .work import Judged, Submission

if TYPE_CHECKING:
    from .choosing import Engine
    from .material import Material

__all__ = ["Inside", "needs_inside"]


@dataclass(frozen=True)
class Inside:
    """Tests, as (notebook, cell), that can only be judged in the student's process, and a sentence for each.

    `sure` unless the solution could not be run.
    """

    tests: frozenset[tuple[str, str]] = frozenset()
    warnings: tuple[str, ...] = ()
    sure: bool = True


def needs_inside(material: Material, engine: Engine) -> Inside:
    """Find the tests that the teacher's own solution passes inside its process but not apart.

    >>> needs_inside(material, engine).warnings
    ('test `same` can't be judged apart from the student's code (AssertionError); it is judged inside it',)

    Such a test looks at an object's identity, say, or at a type that can't be sent. Where the
    teacher's notebook is not known there is nothing to compare, and all tests are judged apart.
    """
    notebooks = {
        name: json.dumps(one.teacher).encode() for name, one in material.release.notebooks.items() if one.teacher
    }
    if not notebooks:
        return Inside()
    solution = Submission("", notebooks)
    apart = engine.judge(solution)
    tests = _tests(material)
    if apart.failed:
        return Inside(warnings=(f"the teacher's solution could not be run: {apart.problems[0]}",), sure=False)
    short = {test for test in tests if _score(apart, test) < tests[test]}
    if not short:
        return Inside()
    inside = engine.judge(solution, replace(material, inside=frozenset(tests)))
    found = sorted(test for test in short if _score(inside, test) > _score(apart, test))
    return Inside(frozenset(found), tuple(_warning(test, apart) for test in found))


def _tests(material: Material) -> dict[tuple[str, str], float]:
    return {
        (name, cell.name): cell.points or 0.0
        for name, notebook in material.release.notebooks.items()
        for cell in notebook.cells
        if cell.grade and not cell.solution
    }


def _score(judged: Judged, test: tuple[str, str]) -> float:
    notebook, cell = test
    return judged.scores.get(notebook, {}).get(cell) or 0.0


def _warning(test: tuple[str, str], apart: Judged) -> str:
    name, cell = test
    error = next((f" ({one})" for one in _errors(apart.notebooks.get(name, {}), cell)), "")
    return f"test `{cell}` can't be judged apart from the student's code{error}; it is judged inside it"


def _errors(notebook: Any, name: str) -> list[str]:
    return [
        f"{output['ename']}: {' '.join(output['evalue'].split())[:120]}".removesuffix(": ")
        for cell in notebook.get("cells", ())
        if cell["metadata"].get("nbgrader", {}).get("grade_id") == name
        for output in cell["outputs"]
        if output["output_type"] == "error"
    ]
