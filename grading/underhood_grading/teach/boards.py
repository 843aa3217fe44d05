"""`underhood teach board`: the best shares of the references' speed, of those who asked to be shown."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from underhood_grading import notices
from underhood_grading.board import NicknameError, Place, Race, digest, numbered, publish, published, read_nickname
from underhood_grading.gradebook import Release
from underhood_grading.records import moment, read_record

from .errors import TeachError

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping
    from pathlib import Path

    from nbgrader.api import Gradebook
    from underhood_course.handin import Handin

    from underhood_grading.raced import Raced
    from underhood_grading.records import Attempt, Record

    from .course import Course

__all__ = ["Board", "board", "publish_board"]

_Key = tuple[str, str]  # cell and name of a race


@dataclass(frozen=True)
class Board:
    """A hand-in's races in the order of its tests.

    By student, for the teacher and for each student alone: `problems`, why somebody is not shown, and `names`, what
    those are called who are.
    """

    handin: str
    races: tuple[Race, ...]
    problems: Mapping[str, str]
    names: Mapping[str, str] = field(default_factory=dict)

    def to_json(self) -> dict[str, Any]:
        """Return it as plain data: nicknames, ranks and shares; nothing of the students behind them."""
        return {
            "handin": self.handin,
            "races": [
                {
                    "name": race.name,
                    "places": [
                        {"rank": rank, "nickname": place.nickname, "share": place.share}
                        for rank, place in zip(race.ranks(), race.places, strict=True)
                    ],
                }
                for race in self.races
            ],
        }

    def __str__(self) -> str:
        """Return it as a table for people, with ranks and percentages."""
        lines = [] if self.races else [f"{self.handin}: nobody is on the board"]
        for race in self.races:
            lines.append(f"{self.handin}: {race.name}")
            width = max(len(place.nickname) for place in race.places)
            for rank, place in zip(race.ranks(), race.places, strict=True):
                lines.append(f"  {rank:>3}  {place.nickname:<{width}}  {place.share:>6.0%} of the reference's speed")
        return "\n".join(lines)


def board(course: Course, handin: str) -> Board:
    """Return the board of a hand-in: per race the best share of everybody who asked to be on it, by nickname.

    >>> print(board(course, "scan"))
    scan: test-scan
        1  Turbo    91% of the reference's speed
        2  Grace    84% of the reference's speed

    Who asks has a `board.toml` with a nickname in what was collected last. Of several submissions the best counts, as
    far as it was graded by today's tests. Wrong results, refused and unmeasured races are not shown, and neither is a
    race whose test has no points, which is how a person takes one off in formgrader; `board = "hidden"` in
    `students.toml` takes off a student. A nickname that is another student's name is not shown, and of two that are the
    same the one that was graded later gets a number.

    Raises TeachError if there is no such hand-in, it was never released, or the gradebook can't be read.
    """
    known = course.handin(handin)
    with course.gradebook() as gradebook:
        folders = (course.folder(step, handin) for step in ("source", "release"))
        release = Release.read(gradebook, handin, *folders)
        points = _points(gradebook, handin)
        names = _own_names(gradebook, course.collected(handin))
    problems: dict[str, str] = {}
    records = {one: found for one in points if (found := read_record(course.root, handin, one)) and found.attempts}
    asked = _asked(course, handin, records, problems)
    shown = numbered([(one, asked[one]) for one in sorted(asked, key=lambda one: _first(one, records))], names)
    best: defaultdict[_Key, list[Place]] = defaultdict(list)
    for student, nickname in shown.items():
        if nickname is None:
            problems[student] = f"the nickname {asked[student]} is another student's name; it is not shown"
            continue
        for key, share in _best(records[student], release, points[student]).items():
            best[key].append(Place(nickname, share))
    called = {student: nickname for student, nickname in shown.items() if nickname is not None}
    return Board(handin, tuple(_races(best, known)), problems, called)


def publish_board(course: Course, found: Board) -> Path:
    """Put a board into the exchange, where students' servers read it (`underhood_grading.student.board`).

    It replaces the one that was published before. Each student is told alone which name on it is theirs, or why none
    is; their open windows show it at once. Raises TeachError if the exchange can't be written.
    """
    folder = course.exchange / course.course_id
    if not folder.is_dir():
        raise TeachError(f"there is no course folder {folder} in the exchange; release a hand-in first")
    try:
        file = publish(folder, found.handin, found.races)
        written = digest(published(folder, found.handin))
        for student, keys in notices.introductions(folder).items():
            own = notices.OnBoard(written, found.names.get(student), found.problems.get(student))
            for key in keys:
                notices.write_on_board(folder, key, found.handin, own)
        if course.outbound.is_dir():
            notices.changed(course.outbound)
    except OSError as error:
        message = f"can't write {error.filename or folder}: {error.strerror}; check permissions and free space"
        raise TeachError(message) from error
    return file


def _points(gradebook: Gradebook, handin: str) -> dict[str, tuple[str | None, dict[str, float]]]:
    """Return, by student, when what is graded was handed in and its points by cell, a person's among them."""
    found: dict[str, tuple[str | None, dict[str, float]]] = {}
    for entry in gradebook.assignment_submissions(handin):
        points = {grade.name: float(grade.score) for notebook in entry.notebooks for grade in notebook.grades}
        found[str(entry.student.id)] = moment(entry.timestamp), points
    return found


def _own_names(gradebook: Gradebook, collected: list[str]) -> dict[str, list[str]]:
    """Return what students are called outside of the board."""
    found: dict[str, list[str]] = {student: [student] for student in collected}
    for one in gradebook.students:
        first, last, mail = (str(value or "") for value in (one.first_name, one.last_name, one.email))
        names = [str(one.id), first, last, f"{first} {last}", f"{last} {first}", mail, mail.partition("@")[0]]
        found[str(one.id)] = [name for name in names if name.strip()]
    return found


def _asked(course: Course, handin: str, records: Mapping[str, Record], problems: dict[str, str]) -> dict[str, str]:
    """Return the nicknames that were asked for, by student."""
    about = course.students()
    released = course.folder("release", handin)
    found: dict[str, str] = {}
    for student in records:
        try:
            nickname = read_nickname(course.folder("submitted", handin, student), released)
        except NicknameError as error:
            problems[student] = str(error)
            continue
        if nickname is not None and about[student].on_board:
            found[student] = nickname
    return found


def _first(student: str, records: Mapping[str, Record]) -> tuple[str, str]:
    """Return what says who was first: a later submission does not lose the nickname."""
    return records[student].attempts[0].time or "", student


def _best(record: Record, release: Release, now: tuple[str | None, Mapping[str, float]]) -> dict[_Key, float]:
    """Return a student's best share of each race, over the submissions that were graded by these tests."""
    most = {cell.name: cell.points or 0.0 for one in release.notebooks.values() for cell in one.graded}
    time, points = now
    best: dict[_Key, float] = {}
    for attempt in record.attempts:
        if attempt.tests == release.digest:
            worth = points if attempt.time == time and attempt.submission == record.submission else attempt.points
            for race in _that_count(attempt, most, worth):
                key = race["cell"], race["name"]
                best[key] = max(best.get(key, 0.0), race["share"])
    return best


def _that_count(attempt: Attempt, most: Mapping[str, float], worth: Mapping[str, float]) -> Iterator[Raced]:
    for race in attempt.races:
        cell = race["cell"]
        # A test that is worth nothing can't lose its points; it is there for the board.
        if race["share"] and cell in most and (worth.get(cell, 0.0) > 0 or not most[cell]):
            yield race


def _races(best: Mapping[_Key, list[Place]], handin: Handin) -> Iterator[Race]:
    cells = [cell for part in handin.parts for cell in part.cells]
    order = {cell: place for place, cell in enumerate(cells)}
    names = [name for _, name in best]
    for cell, name in sorted(best, key=lambda key: (order.get(key[0], len(order)), key)):
        places = sorted(best[cell, name], key=lambda place: (-place.share, place.nickname))
        yield Race(name if names.count(name) == 1 else f"{name} ({cell})", tuple(places))
