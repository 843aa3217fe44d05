"""Where a student's hand-ins stand, as nbgrader's own assignment-list service knows it; the class's board."""

from __future__ import annotations

import os
import threading
from dataclasses import dataclass
from datetime import UTC
from pathlib import Path
from typing import TYPE_CHECKING, Any

from nbgrader.exchange import ExchangeFactory
from nbgrader.utils import parse_utc

from .board import published
from .feedback_page import read_score

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from .feedback_page import FeedbackScore

__all__ = ["CourseHandin", "board", "course_handins", "handins"]

# nbgrader's service changes the process's working directory while it works, and stays there when it
# fails. Its own routes do so on the server's event loop: call from there, not from a thread.
_WORKING_DIRECTORY = threading.Lock()


@dataclass(frozen=True)
class CourseHandin:
    """What the course knows of a hand-in: its name, its page and the points of its required parts."""

    name: str
    page_id: str | None
    points: float | None = None


def course_handins(catalog: Mapping[str, Any]) -> list[CourseHandin]:
    """Return the hand-ins of a catalog (catalog.schema.json), in the course's order."""
    return [
        CourseHandin(page["handin"]["name"], page["id"], page["handin"]["points"])
        for module in catalog["modules"]
        for page in module["pages"]
        if page["handin"] is not None
    ]


def handins(workspace: Path, known: Sequence[CourseHandin], *, manager: Any, course_id: str) -> dict[str, Any]:
    """Return where a student's hand-ins stand, as handins.schema.json has it.

    >>> manager = server.web_app.settings["assignment_list_manager"]
    >>> handins(Path("~/underhood"), course_handins(catalog), manager=manager, course_id="underhood")["problem"]

    `manager` is nbgrader's `AssignmentList`. The course's hand-ins come first, in its order, then
    what else was released. The latest submission decides: handed in again after grading is
    "handed-in". A score is known once its feedback was fetched. Never raises for what students or
    the exchange do: `problem` says in one sentence why hand-ins can't be exchanged.
    """
    workspace = workspace.resolve()
    problem, listed = _listed(manager, course_id)
    released = {one["assignment_id"]: one for one in listed if "submissions" not in one}
    submitted = {one["assignment_id"]: one["submissions"] for one in listed if "submissions" in one}
    page = {one.name: one for one in known}
    names = list(page) + sorted((set(released) | set(submitted)) - set(page))
    return {
        "course_id": course_id,
        "problem": problem,
        "handins": [
            _state(
                workspace,
                page.get(name, CourseHandin(name, None)),
                released.get(name),
                submitted.get(name, []),
            )
            for name in names
        ],
    }


def board(name: str, *, manager: Any, course_id: str) -> dict[str, list[tuple[str, float]]]:
    """Return the board of a hand-in that the teacher published, the fastest first; nothing where there is none.

    >>> board("scan", manager=server.web_app.settings["assignment_list_manager"], course_id="underhood")
    {'test-scan': [('Turbo', 0.91), ('Grace', 0.84)]}

    By race: nicknames, and speeds as shares of the reference's. Who wants to be on it hands in a `board.toml`
    (`underhood_grading.board.write_nickname`). Never raises for what is in the exchange.
    """
    try:
        folder = Path(_exchange(manager)) / course_id
    except (OSError, RuntimeError, ValueError, LookupError):
        return {}
    return {race.name: [(place.nickname, place.share) for place in race.places] for race in published(folder, name)}


def _listed(manager: Any, course_id: str) -> tuple[str | None, list[dict[str, Any]]]:
    """Ask nbgrader, and say why it can't answer."""
    if manager is None:
        return "nbgrader's assignment list is not enabled in this server; enable its server extension.", []
    with _WORKING_DIRECTORY:
        folder = os.getcwd()  # noqa: PTH109  # given back as it was
        try:
            answer = manager.list_assignments(course_id=course_id)
            root = "" if answer["success"] else _exchange(manager)
        except (OSError, RuntimeError, ValueError, LookupError) as error:
            return f"nbgrader can't list the hand-ins: {error}; tell your teacher", []
        finally:
            os.chdir(folder)
    if answer["success"]:
        return None, list(answer["value"])
    if not Path(root).exists():
        problem = f"There is no exchange at {root}; ask your teacher where it is (underhood lab --exchange DIR)."
    elif not os.access(root, os.W_OK | os.X_OK):
        problem = f"You may not write to the exchange {root}; ask your teacher to allow it."
    else:
        problem = f"nbgrader can't read the exchange {root}; ask your teacher to look at it."
    return problem, []


def _exchange(manager: Any) -> str:
    config = manager.load_config()
    return str(ExchangeFactory(config=config).List(config=config).root)


def _state(
    workspace: Path,
    known: CourseHandin,
    released: Mapping[str, Any] | None,
    submissions: Sequence[Mapping[str, Any]],
) -> dict[str, Any]:
    notebook = _notebook(workspace, known.name, released)
    state = "not-released" if released is None else "released"
    if notebook is not None:
        state = "fetched"
    time, feedback, page, score = None, "none", None, None
    if submissions:
        latest = max(submissions, key=lambda one: parse_utc(one["timestamp"]))
        time = parse_utc(latest["timestamp"]).replace(tzinfo=UTC).isoformat()
        feedback = _feedback(latest)
        state = "handed-in" if feedback == "none" else "graded"
        page = _page(workspace, known.name, latest)
        score = read_score(workspace / page) if page is not None else None
    return {
        "name": known.name,
        "page_id": known.page_id,
        "state": state,
        "path": notebook,
        "handed_in": time,
        "feedback": feedback,
        "feedback_path": page,
        "score": None if score is None else score["score"],
        "max_score": known.points if score is None else score["max_score"],
        "parts": [] if score is None else _parts(score),
    }


def _notebook(workspace: Path, name: str, released: Mapping[str, Any] | None) -> str | None:
    """Return the fetched notebook, also where the hand-in was withdrawn after it was fetched."""
    names = [Path(one["path"]).name for one in (released or {}).get("notebooks", [])]
    names += sorted(path.name for path in (workspace / name).glob("*.ipynb"))
    return next((f"{name}/{one}" for one in names if (workspace / name / one).is_file()), None)


def _feedback(latest: Mapping[str, Any]) -> str:
    if latest["has_local_feedback"] and not latest["feedback_updated"]:
        return "fetched"
    return "ready" if latest["has_exchange_feedback"] else "none"


def _page(workspace: Path, name: str, latest: Mapping[str, Any]) -> str | None:
    """Return the fetched feedback of a submission; nbgrader keeps it by the submission's time."""
    for one in latest["notebooks"]:
        page = Path(name, "feedback", latest["timestamp"], f"{one['notebook_id']}.html")
        if (workspace / page).is_file():
            return page.as_posix()
    return None


def _parts(score: FeedbackScore) -> list[dict[str, Any]]:
    return [dict(part) for part in score["parts"]]
