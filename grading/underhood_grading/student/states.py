"""Where a student's hand-ins stand, as handins.schema.json has it."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import TYPE_CHECKING, Any

from nbgrader.utils import parse_utc
from underhood_course.limits import Limits

from underhood_grading.feedback_page import read_scores
from underhood_grading.notices import introduce, own_key, read_notice, read_personal

from .checks import read_check
from .listing import look
from .opening import is_opened
from .receipts import iso, read_receipt
from .speeds import board_state
from .work import graded_parts, read_work

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from underhood_grading.checking import Progress
    from underhood_grading.feedback_page import FeedbackScore
    from underhood_grading.notices import Personal

    from .listing import Listing
    from .work import Work

__all__ = ["CourseHandin", "course_handins", "handins", "limits_of", "work_of"]

STATE_FOLDER = ".underhood"


@dataclass(frozen=True)
class CourseHandin:
    """What the course knows of a hand-in: its name, page and title, the points of its required parts, its parts."""

    name: str
    page_id: str | None
    points: float | None = None
    title: str = ""
    parts: tuple[Mapping[str, Any], ...] = ()


def course_handins(catalog: Mapping[str, Any]) -> list[CourseHandin]:
    """Return the hand-ins of a catalog (catalog.schema.json), in the course's order."""
    return [
        CourseHandin(
            page["handin"]["name"], page["id"], page["handin"]["points"], page["title"], tuple(page["handin"]["parts"])
        )
        for module in catalog["modules"]
        for page in module["pages"]
        if page["handin"] is not None
    ]


def handins(
    workspace: Path,
    known: Sequence[CourseHandin],
    *,
    manager: Any,
    course_id: str,
    checking: Mapping[str, Progress] | None = None,
    unwatched: str | None = None,
) -> tuple[dict[str, Any], Listing]:
    """Return where a student's hand-ins stand, as handins.schema.json has it, and what nbgrader said.

    >>> manager = server.web_app.settings["assignment_list_manager"]
    >>> document, _ = handins(Path("~/underhood"), course_handins(catalog), manager=manager, course_id="underhood")

    `manager` is nbgrader's `AssignmentList`. The course's hand-ins come first, in its order, then
    what else was released. The latest submission decides: handed in again after grading is
    "handed-in". A score is known once its feedback was fetched. Never raises for what students or
    the exchange do: `problem` says in one sentence why hand-ins can't be exchanged.
    """
    workspace = workspace.resolve()
    listing = look(manager, course_id)
    page = {one.name: one for one in known}
    names = list(page) + sorted((set(listing.released) | set(listing.submitted)) - set(page))
    desk = _Desk(workspace, listing, _introduced(workspace, listing))
    states = [desk.state(page.get(name, CourseHandin(name, None))) for name in names]
    for one in states:
        one["checking"] = None if checking is None else checking.get(one["name"])
    document = {"course_id": course_id, "problem": listing.problem, "unwatched": unwatched, "handins": states}
    return document, listing


def limits_of(workspace: Path, listing: Listing, name: str) -> Limits:
    """Return how long a notebook of a hand-in may run, as the teacher released it."""
    notice = _notice(workspace, listing, name)
    default = Limits()
    if notice is None:
        return default
    return Limits(seconds=float(notice["seconds"]), cell_seconds=notice["cell_seconds"])


def work_of(workspace: Path, listing: Listing, name: str) -> Work | None:
    """Return what the student's copy of a hand-in says; None if there is none."""
    return read_work(workspace / name, _expected(listing, name))


@dataclass(frozen=True)
class _Desk:
    """A student's folder, what nbgrader lists, and the key by which the teacher may tell them something."""

    workspace: Path
    listing: Listing
    key: str | None

    def state(self, known: CourseHandin) -> dict[str, Any]:
        name, released = known.name, self.listing.released.get(known.name)
        submissions = self.listing.submitted.get(name, [])
        notice = _notice(self.workspace, self.listing, name)
        personal = self._personal(name)
        work = work_of(self.workspace, self.listing, name)
        notebook = _notebook(self.workspace, name, _expected(self.listing, name))
        state = "fetched" if notebook is not None else "not-released" if released is None else "released"
        feedback, pages, score = "none", list[str](), None
        if submissions:
            feedback = _feedback(submissions[0])
            state = "handed-in" if feedback == "none" else "graded"
            pages = _pages(self.workspace, name, submissions[0])
            score = read_scores([self.workspace / page for page in pages])
        rules = notice or {"due": None, "grace_minutes": 0, "penalty": None, "attempts": "last"}
        due, due_for_all = _due(rules["due"], personal)
        last = None if due is None else due + timedelta(minutes=rules["grace_minutes"])
        check = read_check(self.workspace / STATE_FOLDER, name)
        parts = _parts(notice, known, work, score, personal)
        chosen = list(personal.specializations) if personal else []
        late = _late(submissions[0]["timestamp"], last) if submissions else None
        return {
            "name": name,
            "title": (notice or {}).get("title") or known.title or name,
            "page_id": known.page_id,
            "state": state,
            "path": notebook,
            "work": None if work is None else _work(work, check, fetched=notebook is not None or bool(submissions)),
            "due": None if due is None else due.isoformat(),
            "due_for_all": None if due_for_all is None else due_for_all.isoformat(),
            "grace_minutes": rules["grace_minutes"],
            "penalty": rules["penalty"],
            "attempts": rules["attempts"],
            "specializations": chosen or None,
            "handed_in": iso(submissions[0]["timestamp"]) if submissions else None,
            "late": late if score is None or not score["parts"] else score["late"],
            "feedback": feedback,
            "feedback_new": self._is_new(name, feedback, pages),
            "feedback_paths": pages,
            "score": None if score is None else score["score"],
            "max_score": known.points if score is None else score["max_score"],
            "parts": parts,
            "comments": [] if score is None else [dict(one) for one in score["comments"]],
            "submissions": [self._submission(one, last) for one in submissions],
            "check": check,
            "checking": None,
            "board": board_state(self.workspace / name, self.listing, name, self.key, notice),
        }

    def _personal(self, name: str) -> Personal | None:
        course = self.listing.course
        return None if course is None or self.key is None else read_personal(course, self.key, name)

    def _is_new(self, name: str, feedback: str, pages: Sequence[str]) -> bool:
        if feedback == "ready":
            return True
        files = [self.workspace / page for page in pages]
        return bool(files) and not is_opened(self.workspace / STATE_FOLDER, name, files)

    def _submission(self, one: Mapping[str, Any], last: datetime | None) -> dict[str, Any]:
        return {
            "id": one["timestamp"],
            "time": iso(one["timestamp"]),
            "late": _late(one["timestamp"], last),
            "receipt": read_receipt(self.workspace / STATE_FOLDER, one),
        }


def _introduced(workspace: Path, listing: Listing) -> str | None:
    """Have the teacher know this student's key, so that there can be an answer."""
    if listing.course is None or listing.problem is not None or not (listing.course / "inbound").is_dir():
        return None
    try:
        key = own_key(workspace / STATE_FOLDER)
        introduce(listing.course, listing.student, key)
    except OSError:
        return None
    return key


def _expected(listing: Listing, name: str) -> list[str]:
    """Return the released notebooks' names; none where the release can't be seen."""
    if listing.course is None:
        return []
    try:
        return sorted(one.name for one in (listing.course / "outbound" / name).glob("*.ipynb"))
    except OSError:
        return []


def _notice(workspace: Path, listing: Listing, name: str) -> dict[str, Any] | None:
    """Return what the release says now, or else what it said when it was fetched."""
    released = None if listing.course is None else read_notice(listing.course / "outbound" / name)
    return released or read_notice(workspace / name)


def _due(for_all: str | None, personal: Personal | None) -> tuple[datetime | None, datetime | None]:
    everybody, own = _moment(for_all), _moment(personal.due if personal else None)
    if own is None or (everybody is not None and own <= everybody):
        return everybody, None
    return own, everybody


def _moment(text: str | None) -> datetime | None:
    try:
        found = None if text is None else datetime.fromisoformat(text).astimezone(UTC)
    except (ValueError, OverflowError):
        return None
    return found


def _late(timestamp: str, last: datetime | None) -> bool | None:
    return None if last is None else bool(parse_utc(timestamp).replace(tzinfo=UTC) > last)


def _work(work: Work, check: Mapping[str, Any] | None, *, fetched: bool) -> dict[str, Any] | None:
    if not fetched and not work.cells:
        return None  # a folder of the student's own that has the hand-in's name
    checked = check is not None and check["problem"] is None and check["version"] == work.version
    return {"problems": list(work.problems), "ran": work.ran, "checked": checked}


def _parts(
    notice: Mapping[str, Any] | None,
    known: CourseHandin,
    work: Work | None,
    score: FeedbackScore | None,
    personal: Personal | None,
) -> list[dict[str, Any]]:
    asked = notice["parts"] if notice else known.parts or graded_parts(work)
    scored = {one["name"]: one for one in (score["parts"] if score else [])}
    found = []
    for one in asked:
        mine = scored.pop(one["name"], None)
        found.append(
            {
                "name": one["name"],
                "title": one["title"],
                "kind": mine["kind"] if mine else _kind(one, personal),
                "specializations": dict(one["specializations"]),
                "decided": mine is not None or bool(personal and personal.specializations),
                "score": mine["score"] if mine else None,
                "max_score": mine["max_score"] if mine else one["points"],
                "cells": list(one["cells"]),
                "work": work.written(one["cells"]) if work else None,
            }
        )
    left = {"specializations": {}, "decided": True, "cells": [], "work": None}
    return found + [{"title": one["name"], **one, **left} for one in scored.values()]


def _kind(part: Mapping[str, Any], personal: Personal | None) -> str:
    """Return whether a part is required, by the specializations that the teacher goes by."""
    chosen = personal.specializations if personal else ()
    kinds = {part["specializations"].get(one, part["kind"]) for one in chosen} or {part["kind"]}
    return "required" if "required" in kinds else "invited"


def _notebook(workspace: Path, name: str, expected: Sequence[str]) -> str | None:
    """Return the fetched notebook, also where the hand-in was withdrawn after it was fetched."""
    names = [*expected, *sorted(path.name for path in (workspace / name).glob("*.ipynb") if path.name[0] != ".")]
    return next((f"{name}/{one}" for one in names if (workspace / name / one).is_file()), None)


def _feedback(latest: Mapping[str, Any]) -> str:
    if latest["has_local_feedback"] and not latest["feedback_updated"]:
        return "fetched"
    return "ready" if latest["has_exchange_feedback"] else "none"


def _pages(workspace: Path, name: str, latest: Mapping[str, Any]) -> list[str]:
    """Return the fetched feedback of a submission, by notebook; nbgrader keeps it by the submission's time."""
    folder = Path(name, "feedback", latest["timestamp"])
    pages = [folder / f"{one['notebook_id']}.html" for one in latest["notebooks"]]
    return [page.as_posix() for page in pages if (workspace / page).is_file()]
