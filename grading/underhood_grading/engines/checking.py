"""What a worker sends back, checked before it gets near the gradebook."""

from __future__ import annotations

import json
import math
import re
from dataclasses import asdict, fields
from typing import TYPE_CHECKING, Any

import nbformat

from underhood_grading.raced import checked_races

from .work import Judged

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from underhood_grading.gradebook import Release, ReleasedNotebook
    from underhood_grading.raced import Raced

    from .work import Submission

__all__ = ["MOST_BYTES", "RefusedError", "WrongResultError", "read_judged", "write_judged", "write_refusal"]

MOST_BYTES = 128_000_000
"""A result's size; a notebook that shows this much is of no use to anybody."""

_MOST_WORDS = 1000  # problems, and flags
_MOST_LETTERS = 4000  # of one of them
_FLAG = re.compile(r"[a-z][a-z0-9-]{0,60}")


class RefusedError(Exception):
    """What a worker says that can grade nobody's submission."""


class WrongResultError(Exception):
    """A result that can't be of the submission that was asked for: why, in a few words."""


def write_judged(judged: Judged) -> bytes:
    """Return a result as it travels: JSON, within MOST_BYTES.

    >>> read_judged(write_judged(judged), submission, release) == judged
    True
    """
    # Not `asdict`, which would copy the notebooks, number by number.
    content = json.dumps({one.name: getattr(judged, one.name) for one in fields(judged)}).encode()
    if len(content) <= MOST_BYTES:
        return content
    why = f"what its cells show has {len(content) / 1e6:.0f} MB; at most {MOST_BYTES // 1_000_000} MB are kept"
    return json.dumps(asdict(Judged(judged.student, problems=(why,), seconds=judged.seconds, failed=True))).encode()


def write_refusal(sentence: str) -> bytes:
    """Return, in the place of a result, why there can't be one."""
    return json.dumps({"refused": sentence}).encode()


def read_judged(content: object, submission: Submission, release: Release) -> Judged:
    """Read what `write_judged` wrote on another machine, and nothing else.

    The student is the one of the submission, notebooks, scores and races are of the submission's
    notebooks and the release's graded cells, and scores lie between 0 and a cell's points.

    Raises WrongResultError, and RefusedError for what `write_refusal` wrote.
    """
    if not isinstance(content, bytes):
        raise WrongResultError(f"it is {type(content).__name__}, not bytes")
    if len(content) > MOST_BYTES:
        raise WrongResultError(f"it has {len(content) / 1e6:.0f} MB")
    try:
        found = json.loads(content)
    except (ValueError, RecursionError):
        raise WrongResultError("it is not valid JSON") from None
    if isinstance(found, dict) and found.keys() == {"refused"}:
        raise RefusedError(str(found["refused"])[:_MOST_LETTERS])
    if not isinstance(found, dict) or found.keys() != {one.name for one in fields(Judged)}:
        raise WrongResultError("it has other fields than a result")
    if found["student"] != submission.student:
        raise WrongResultError("it is another student's")
    failed = _is(found["failed"], bool, "failed")
    judged = Judged(
        submission.student,
        {} if failed else _notebooks(found["notebooks"], submission.notebooks),
        {} if failed else _scores(found["scores"], {name: release.notebooks[name] for name in submission.notebooks}),
        _words(found["problems"], "problems"),
        _words(found["flags"], "flags"),
        _number(found["seconds"], "seconds"),
        _number(found["peak_mb"], "peak_mb"),
        failed,
        () if failed else _races(found["races"], release, submission.notebooks),
    )
    if failed and (found["notebooks"] or found["scores"] or found["races"] or not judged.problems):
        raise WrongResultError("it failed, but does not only say why")
    if any(_FLAG.fullmatch(flag) is None for flag in judged.flags):
        raise WrongResultError("a flag is no word")
    return judged


def _notebooks(found: Any, wanted: Mapping[str, bytes]) -> dict[str, Any]:
    if _is(found, dict, "notebooks").keys() != wanted.keys():
        raise WrongResultError("its notebooks are not the submission's")
    return {name: _notebook(one, name) for name, one in found.items()}


def _notebook(found: Any, name: str) -> Any:
    try:
        notebook = nbformat.from_dict(found)
        good = notebook["nbformat"] == 4
        nbformat.validate(notebook, relax_add_props=True)
    except Exception:  # noqa: BLE001 - nbformat raises what it stumbles over, too
        good = False
    if not good:
        raise WrongResultError(f"its {name} is no notebook of format 4")
    return notebook


def _scores(found: Any, released: Mapping[str, ReleasedNotebook]) -> dict[str, dict[str, float | None]]:
    if _is(found, dict, "scores").keys() != released.keys():
        raise WrongResultError("its scores are not of the submission's notebooks")
    for name, scores in found.items():
        most = {cell.name: cell.points or 0.0 for cell in released[name].graded}
        for cell, score in _is(scores, dict, "scores").items():
            if cell not in most:
                raise WrongResultError("it has a score of a cell that is not graded")
            if score is not None and _number(score, f"score of `{cell}`") > most[cell]:
                raise WrongResultError(f"the score {score} of `{cell}` is above its {most[cell]:g} points")
    return {name: dict(scores) for name, scores in found.items()}


def _races(found: Any, release: Release, names: Iterable[str]) -> tuple[Raced, ...]:
    try:
        races = checked_races(found, {cell.name for name in names for cell in release.notebooks[name].graded})
    except ValueError as error:
        raise WrongResultError(str(error)) from None
    if not all(one["share"] for one in races):
        raise WrongResultError("it has a race that does not count")
    return tuple(races)


def _words(found: Any, what: str) -> tuple[str, ...]:
    if len(_is(found, list, what)) > _MOST_WORDS or not all(isinstance(one, str) for one in found):
        raise WrongResultError(f"its {what} are no list of sentences")
    return tuple(one[:_MOST_LETTERS].encode("utf-8", "replace").decode() for one in found)


def _number(found: Any, what: str) -> float:
    if isinstance(found, bool) or not isinstance(found, int | float) or not 0 <= found < math.inf:
        raise WrongResultError(f"{what} is no number of 0 or more")
    try:
        return float(found)
    except OverflowError:
        raise WrongResultError(f"{what} is no number that a computer has") from None


def _is(found: Any, kind: type, what: str) -> Any:
    if not isinstance(found, kind):
        raise WrongResultError(f"its {what} is of type {type(found).__name__}")
    return found
