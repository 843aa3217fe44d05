"""One of the teacher's steps as a process of its own, which a server starts, watches and can end.

    python -m underhood_grading.watched grade convolution --root autumn --force

It is the code of `underhood teach`, with a JSON object a line on stdout: how far it has come, and at the end what came
of it. nbgrader's steps change the working directory and take seconds, so that no server can run them itself. It is
interrupted, as by Ctrl-C, when its stdin ends: when the server that started it was killed.
"""

from __future__ import annotations

import argparse
import json
import os
import signal
import sys
import threading
from contextlib import suppress
from pathlib import Path
from typing import TYPE_CHECKING, Any

from .errors import TeachError

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from .head_start import HeadStart

__all__ = ["STEPS", "main"]


def main(arguments: Sequence[str] | None = None) -> int:
    """Run a step and return 0, 1 if it can't be done, or 130 if it was interrupted."""
    parser = argparse.ArgumentParser(prog="python -m underhood_grading.watched", description=__doc__)
    parser.add_argument("step", choices=STEPS)
    parser.add_argument("handin")
    parser.add_argument("--root", type=Path, required=True)
    parser.add_argument("--student", action="append")
    parser.add_argument("--force", action="store_true")
    options = parser.parse_args(arguments)
    say = _lines()
    # A server that a script started in the background ignores Ctrl-C, and its processes would do so after it.
    signal.signal(signal.SIGINT, signal.default_int_handler)
    threading.Thread(target=_interrupt_with_stdin, daemon=True).start()
    try:
        say({"end": "done", **STEPS[options.step](options, say)})
    except TeachError as error:
        say({"end": "failed", "message": str(error)})
        return 1
    except KeyboardInterrupt:
        say({"end": "cancelled"})
        return 130
    return 0


def _lines() -> Callable[[dict[str, Any]], None]:
    """Keep stdout for our lines: what nbgrader prints goes to stderr."""
    stream = os.fdopen(os.dup(1), "w", encoding="utf-8")
    os.dup2(2, 1)

    def say(document: dict[str, Any]) -> None:
        with suppress(BrokenPipeError):
            stream.write(json.dumps(document) + "\n")
            stream.flush()

    return say


def _interrupt_with_stdin() -> None:
    with suppress(OSError):
        while os.read(0, 1024):
            pass
    os.kill(os.getpid(), signal.SIGINT)


def _progress(say: Callable[[dict[str, Any]], None]) -> Callable[[int, int, str, int], None]:
    return lambda done, of, student, failed: say({"done": done, "of": of, "last": student or None, "failed": failed})


def _release(options: argparse.Namespace, _say: Any) -> dict[str, Any]:
    from . import teach  # noqa: PLC0415 - nbgrader takes seconds to import

    course = teach.Course.open(options.root)
    released = teach.release(course, options.handin)
    teach.publish(course)
    return {"counts": {"again": int(released.again)}}


def _collect(options: argparse.Namespace, _say: Any) -> dict[str, Any]:
    from . import teach  # noqa: PLC0415

    found = teach.collect(teach.Course.open(options.root), options.handin)
    counts = {"new": len(found.new), "updated": len(found.updated), "unchanged": len(found.unchanged)}
    return {"counts": counts, "problems": dict(found.problems)}


def _grade(options: argparse.Namespace, say: Any) -> dict[str, Any]:
    from .head_start import HeadStart  # noqa: PLC0415

    # Nothing of nbgrader is imported yet: meanwhile the warm processes import what the hand-in needs.
    with HeadStart(options.root, options.handin) as early:
        return _grade_with(options, say, early)


def _grade_with(options: argparse.Namespace, say: Any, early: HeadStart) -> dict[str, Any]:
    from . import teach  # noqa: PLC0415

    graded = teach.grade(
        teach.Course.open(options.root),
        options.handin,
        students=options.student,
        force=options.force,
        early=early,
        progress=_progress(say),
    )
    problems = {row.student: row.problems[0] for row in graded.rows if row.state == "failed" and row.problems}
    counts = {state: graded.count(state) for state in ("graded", "failed", "unchanged")}
    return {"counts": counts, "problems": problems, "message": "; ".join(graded.warnings) or None}


def _feedback(options: argparse.Namespace, say: Any) -> dict[str, Any]:
    from . import teach  # noqa: PLC0415

    returned = teach.feedback(teach.Course.open(options.root), options.handin, progress=_progress(say))
    return {"counts": {"released": len(returned.released)}, "problems": dict(returned.skipped)}


def _board(options: argparse.Namespace, _say: Any, *, publish: bool = False) -> dict[str, Any]:
    from . import teach  # noqa: PLC0415

    course = teach.Course.open(options.root)
    found = teach.board(course, options.handin)
    if publish:
        teach.publish_board(course, found)
    counts = {"shown": len({place.nickname for race in found.races for place in race.places})}
    return {"counts": counts, "problems": dict(found.problems), "board": found.to_json()["races"]}


def _publish(options: argparse.Namespace, say: Any) -> dict[str, Any]:
    return _board(options, say, publish=True)


STEPS = {
    "release": _release,
    "collect": _collect,
    "grade": _grade,
    "feedback": _feedback,
    "board": _board,
    "publish-board": _publish,
}
"""What each step's name runs."""

if __name__ == "__main__":
    sys.exit(main())
