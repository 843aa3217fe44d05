"""`check`: judges an answer in the student's kernel and shows what was expected and what came."""

from __future__ import annotations

from html import escape
from typing import Any

from underhood_course.exercises.files import ExerciseError, find_exercise
from underhood_course.exercises.judge import judge

MIME = "application/vnd.underhood.check+json"


def check(name: str, answer: Any) -> None:
    """Check the exercise `name` of this page against `answer`, and show the result below the cell.

    >>> check("work-groups", dispatch_size)

    It may be run as often as one likes; its inputs are fresh each time.
    """
    try:
        file, cell = find_exercise(name)
        result = judge(name, answer, file, cell)
    except ExerciseError as error:
        print(error)
        return
    text = as_text(result)
    try:
        from IPython import get_ipython  # noqa: PLC0415 - the graders' processes have none
        from IPython.display import display  # noqa: PLC0415
    except ImportError:
        print(text)
        return
    if get_ipython() is None:
        print(text)
        return
    bundle = {MIME: result, "text/plain": text, "text/html": as_html(result)}
    display(bundle, raw=True)  # type: ignore[no-untyped-call]  # IPython has no types for it


def as_text(result: dict[str, Any]) -> str:
    """Return a result for where there is nothing but text."""
    return "\n".join([_headline(result), *(line for case in _failing(result) for line in _lines(case))])


def as_html(result: dict[str, Any]) -> str:
    """Return a result for where there is no extension of ours."""
    parts = [f"<p><strong>{escape(_headline(result))}</strong></p>"]
    for case in _failing(result):
        first, *rest = _lines(case)
        parts.append(f"<p>{escape(first)}</p><pre>{escape(chr(10).join(line.strip() for line in rest))}</pre>")
    return "".join(parts)


def _headline(result: dict[str, Any]) -> str:
    cases = result["cases"]
    passed = sum(case["passed"] for case in cases)
    return {
        "untouched": f"○ {result['title']}: not tried, the code is still as handed out",
        "wrong": f"✗ {result['title']}: not yet right, {passed} of {len(cases)} checks pass",
        "right": f"✓ {result['title']}: right, all {len(cases)} checks pass",
        "unchecked": f"– {result['title']}: can't be checked on this machine: {result['reason']}",
    }[result["state"]]


def _failing(result: dict[str, Any]) -> list[dict[str, Any]]:
    """Return the first check that fails: one thing at a time."""
    return [case for case in result["cases"] if not case["passed"]][:1]


def _lines(case: dict[str, Any]) -> list[str]:
    lines = [f"{case['title']}:", f"  expected  {case['expected']}"]
    error, found = case["error"], case["difference"]
    if error:
        lines.append(f"  came      {error['kind']}: {error['message']}")
        if error["line"]:
            lines.append(f"  in line {error['line']}: {error['text']}")
        return lines
    lines.append(f"  came      {case['came']}")
    if found["kind"] != "value":
        lines.append(f"  the {found['kind']} should be {found['expected']} and is {found['came']}")
    elif found["index"]:
        lines.append(
            f"  first difference at {found['index']}: expected {found['expected']}, came {found['came']}; "
            f"{found['differing']} of {found['size']} differ, by {found['max_error']} at most"
        )
    return lines
