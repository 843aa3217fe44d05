"""What a student's answer does, held against what is expected."""

from __future__ import annotations

import ast
import copy
import itertools
import linecache
import traceback
from typing import TYPE_CHECKING, Any

import numpy as np

from underhood_course.exercises.case import Case
from underhood_course.exercises.files import ExerciseError, digest
from underhood_course.exercises.values import LONGEST, difference, represent

if TYPE_CHECKING:
    from collections.abc import Callable

    from underhood_course.exercises.files import ExerciseCell, ExerciseFile

MOST_CASES = 20
MESSAGE = 2000  # characters of an error's message; a shader's compiler says much


def judge(name: str, answer: Any, file: ExerciseFile, cell: ExerciseCell) -> dict[str, Any]:
    """Return what check.schema.json describes. Raises `ExerciseError` where the course's own checks fail."""
    code = code_of(answer)
    result: dict[str, Any] = {
        "exercise": name,
        "page": cell.page,
        "title": cell.title,
        "state": "untouched",
        "reason": None,
        "code": digest(code),
        "cases": [],
    }
    if is_untouched(answer, cell.source):
        return result
    checks = run_checks(file)
    call: Callable[..., Any] = checks.get("call") or _call
    # Fresh inputs each time: an answer that only knows the last ones is found out.
    cases = itertools.islice(checks["cases"](np.random.default_rng()), MOST_CASES)
    for case in cases:
        try:
            result["cases"].append(_try(case, answer, call, code))
        except _UncheckedError as error:
            return {**result, "state": "unchecked", "reason": str(error)[:MESSAGE], "cases": []}
    passed = all(case["passed"] for case in result["cases"])
    return {**result, "state": "right" if passed else "wrong"}


def run_checks(file: ExerciseFile) -> dict[str, Any]:
    """Run the checks' part of an exercise's file and return what it defines. Raises `ExerciseError`."""
    namespace: dict[str, Any] = {"__name__": "underhood_exercise", "Case": Case}
    try:
        exec(compile(file.checks, str(file.file), "exec"), namespace)  # noqa: S102 - the course's own code
    except Exception as error:
        raise ExerciseError(f"the checks of {file.file.name} stop with {type(error).__name__}: {error}") from error
    for needed in ("answer", "cases"):
        if needed not in namespace:
            raise ExerciseError(f"the checks of {file.file.name} define no `{needed}`")
    return namespace


def code_of(answer: Any) -> str:
    """Return the code behind an answer: the whole cell that defines a function, a text itself."""
    if isinstance(answer, str):
        return answer
    code = getattr(answer, "__code__", None)
    if code is None:
        return represent(answer)
    return "".join(linecache.getlines(code.co_filename))


def is_untouched(answer: Any, handed_out: str) -> bool:
    """Return whether an answer is still what the cell defines as it is handed out; comments don't count."""
    if answer is None or answer is ...:
        return True
    if isinstance(answer, str):
        return answer in _texts(handed_out)
    return digest(code_of(answer)) == digest(handed_out)


def _texts(code: str) -> set[str]:
    try:
        tree = ast.parse(code)
    except SyntaxError:
        return set()
    return {node.value for node in ast.walk(tree) if isinstance(node, ast.Constant) and isinstance(node.value, str)}


class _UncheckedError(Exception):
    """This machine can't run the exercise."""


def _call(answer: Any, *arguments: Any) -> Any:
    if not callable(answer):
        raise TypeError(f"the answer is no function but {represent(answer)}")
    return answer(*arguments)


def _try(case: Case, answer: Any, call: Callable[..., Any], code: str) -> dict[str, Any]:
    shown: dict[str, Any] = {
        "title": case.title,
        "passed": False,
        "expected": None,
        "came": None,
        "difference": None,
        "error": None,
    }
    try:
        came = call(answer, *copy.deepcopy(case.arguments))  # a copy: an answer may write into what it is given
    except Exception as error:  # student's code may raise anything
        if _lacks_gpu(error):
            raise _UncheckedError(str(error)) from error
        return {**shown, "expected": represent(case.expected), "error": _error(error, answer, code)}
    found = difference(case.expected, came, case.tolerance)
    if found is None:
        return {**shown, "passed": True}
    return {**shown, "expected": represent(case.expected), "came": represent(came), "difference": found}


def _lacks_gpu(error: BaseException) -> bool:
    # By name: importing the GPU would load its driver for exercises that need none.
    return any(one.__name__ == "NoAdapterError" for one in type(error).__mro__)


def _error(error: BaseException, answer: Any, code: str) -> dict[str, Any]:
    """Return an exception with the last line of the student's own cell that it came through."""
    file = getattr(getattr(answer, "__code__", None), "co_filename", None)
    frames = traceback.extract_tb(error.__traceback__)
    own = [frame.lineno for frame in frames if frame.filename == file and frame.lineno]
    lines = code.splitlines()
    line = own[-1] if own and file else None
    text = lines[line - 1].strip()[:LONGEST] if line and line <= len(lines) else None
    return {"kind": type(error).__name__, "message": str(error)[:MESSAGE], "line": line, "text": text}
