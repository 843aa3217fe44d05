"""What nbgrader's own assignment-list service knows of a student's hand-ins."""

from __future__ import annotations

import os
import threading
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from nbgrader.coursedir import CourseDirectory
from nbgrader.exchange import ExchangeFactory
from nbgrader.utils import get_username, parse_utc

__all__ = ["Listing", "look"]

# nbgrader's service changes the process's working directory while it works, and stays there when it
# fails. Its own routes do so on the server's event loop: call from there, not from a thread.
_WORKING_DIRECTORY = threading.Lock()


@dataclass(frozen=True)
class Listing:
    """What was released and handed in, by hand-in; submissions have the latest first.

    `course` is the exchange's folder of the course, None where that is not known. `problem` says in one sentence why
    nbgrader can't answer.
    """

    problem: str | None = None
    released: dict[str, dict[str, Any]] = field(default_factory=dict)
    submitted: dict[str, list[dict[str, Any]]] = field(default_factory=dict)
    course: Path | None = None
    student: str = ""


def look(manager: Any, course_id: str) -> Listing:
    """Ask nbgrader's `AssignmentList`. Never raises for what students or the exchange do.

    >>> look(server.web_app.settings["assignment_list_manager"], "underhood").problem
    """
    if manager is None:
        return Listing("nbgrader's assignment list is not enabled in this server; enable its server extension.")
    with _WORKING_DIRECTORY:
        try:
            folder = os.getcwd()  # noqa: PTH109  # given back as it was
        except OSError:  # it was removed under the server
            folder = "/"
        try:
            root, student = _exchange(manager)
            answer = manager.list_assignments(course_id=course_id)
        except (OSError, RuntimeError, ValueError, LookupError) as error:
            return Listing(f"nbgrader can't list the hand-ins: {error}; tell your teacher")
        finally:
            os.chdir(folder)
    course = Path(root) / course_id if root else None
    if not answer["success"]:
        return Listing(_why(Path(root)), course=course, student=student)
    listed = answer["value"]
    submitted = {one["assignment_id"]: one["submissions"] for one in listed if "submissions" in one}
    for submissions in submitted.values():
        submissions.sort(key=lambda one: parse_utc(one["timestamp"]), reverse=True)
    released = {one["assignment_id"]: one for one in listed if "submissions" not in one}
    return Listing(None, released, submitted, course, student)


def _exchange(manager: Any) -> tuple[str, str]:
    os.chdir(manager.root_dir)
    config = manager.load_config()
    student = str(CourseDirectory(config=config).student_id)
    if student == "*":
        student = str(get_username())
    # Exchanges that a site brings along need not be folders.
    return str(getattr(ExchangeFactory(config=config).List(config=config), "root", "")), student


def _why(root: Path) -> str:
    """Say why nbgrader can't list what is in the exchange."""
    try:
        there = root.exists()
    except OSError as error:  # a network's folder that is gone
        return f"The exchange {root} can't be reached ({error.strerror}); try again later or ask your teacher."
    if not there:
        return f"There is no exchange at {root}; ask your teacher where it is (underhood lab --exchange DIR)."
    if not os.access(root, os.W_OK | os.X_OK):
        return f"You may not write to the exchange {root}; ask your teacher to allow it."
    return f"nbgrader can't read the exchange {root}; ask your teacher to look at it."
