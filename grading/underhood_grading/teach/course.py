"""A teacher's nbgrader course directory."""

from __future__ import annotations

import difflib
import glob
import logging
from contextlib import contextmanager
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING, Any

from nbgrader.api import Gradebook
from nbgrader.apps import NbGrader
from nbgrader.apps.api import NbGraderAPI
from underhood_course.content import course_schedule, specialization_ids
from underhood_course.handin import Handin, HandinError, Part, graded_cells, read_handin

from underhood_grading import submission
from underhood_grading.configuration import configure_grading
from underhood_grading.gradebook import Writer
from underhood_grading.inbox import Arrival, arrivals
from underhood_grading.policy import PolicyError, named_specializations, read_students
from underhood_grading.policy.rules import read_course_file

from .driving import Notes, database_errors, settings
from .errors import TeachError

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from contextlib import AbstractContextManager
    from datetime import datetime

    from underhood_course.policy import Policy
    from underhood_course.run import Run

    from underhood_grading.policy import Students

__all__ = ["Course"]


class Course:
    """An nbgrader course directory, made by `underhood teach init` or any other.

    >>> course = Course.open(Path("autumn"))
    >>> course.handins()
    ['convolution']

    `api` is nbgrader's own Python interface to it, `notes` what nbgrader logged in its last step.
    """

    patience = 300.0
    """Seconds that a locked or full gradebook is waited for."""

    def __init__(self, root: Path, api: NbGraderAPI, notes: Notes) -> None:
        self.root = root
        self.api = api
        self.notes = notes

    @classmethod
    def open(cls, root: Path) -> Course:
        """Open a course directory with the configuration that plain nbgrader would read there.

        Our steps (strict scoring, limits, restored cells) take nbgrader's places also where the
        directory's own configuration does not name them.

        Raises TeachError if there is no course directory or its configuration can't be read.
        """
        root = Path(root).expanduser().resolve()
        if not root.is_dir():
            raise TeachError(f"{root} is no folder; make a course directory with `underhood teach init {root}`")
        if not (root / "nbgrader_config.py").is_file() and not (root / "source").is_dir():
            message = (
                f"{root} is no nbgrader course directory: there is neither nbgrader_config.py nor source/; "
                "give another with --root, or make one with `underhood teach init DIR`"
            )
            raise TeachError(message)
        notes = Notes()
        log = logging.Logger("nbgrader", logging.INFO)  # noqa: LOG001  # this course's alone, and silent
        log.addHandler(notes)
        config = _configuration(root, log)
        configure_grading(config)
        if "root" not in config.CourseDirectory:
            config.CourseDirectory.root = str(root)
        return cls(root, NbGraderAPI(config=config, log=log), notes)

    @property
    def course_id(self) -> str:
        """The course's name in the exchange."""
        return str(self.api.coursedir.course_id)

    @property
    def exchange(self) -> Path:
        """The exchange's folder, there or not."""
        return Path(self.api.exchange_root)

    @property
    def inbound(self) -> Path:
        """Where in the exchange students put their submissions."""
        return self.exchange / self.course_id / "inbound"

    @property
    def outbound(self) -> Path:
        """Where in the exchange released hand-ins lie."""
        return self.exchange / self.course_id / "outbound"

    def handins(self) -> list[str]:
        """Return the names of the hand-ins that have a source, in order."""
        return sorted(self.api.get_source_assignments())

    def folder(self, step: str, handin: str, student: str = ".") -> Path:
        """Return the folder of a step: source, release, submitted, autograded or feedback."""
        name = getattr(self.api.coursedir, f"{step}_directory")
        return Path(self.api.coursedir.format_path(name, student, handin))

    def handin(self, name: str) -> Handin:
        """Return a hand-in by its source folder.

        Without a `handin.toml` each graded cell is a required part of its own; without a due time, the
        run's calendar has one where the course's schedule names the hand-in. Raises TeachError
        if there is no such hand-in (naming those there are) or its source is faulty.
        """
        there = self.handins()
        if name not in there:
            close = difflib.get_close_matches(name, there, n=1)
            hint = f'did you mean "{close[0]}"? ' if close else ""
            listed = ", ".join(there) or "none"
            raise TeachError(f'no hand-in "{name}" in {self.root}; {hint}there is: {listed}')
        folder = self.folder("source", name)
        try:
            policy, run = self.course_file()
            found = read_handin(folder, policy) if (folder / "handin.toml").is_file() else _plain_handin(folder, policy)
        except HandinError as error:
            raise TeachError(f"source/{error}") from error
        if found.policy.due is None and (due := run.due(course_schedule(), name)) is not None:
            found = replace(found, policy=replace(found.policy, due=due))
        return found

    def course_file(self) -> tuple[Policy, Run]:
        """Return what `underhood.toml` says of all hand-ins and of the run. Raises TeachError if it is faulty."""
        try:
            return read_course_file(self.root)
        except PolicyError as error:
            raise TeachError(f"{self.root}: {error}") from error

    def policy(self) -> Policy:
        """Return what `underhood.toml` says of all hand-ins. Raises TeachError as `course_file` does."""
        return self.course_file()[0]

    def run(self) -> Run:
        """Return what `underhood.toml` says of the run. Raises TeachError as `course_file` does."""
        return self.course_file()[1]

    def students(self) -> Students:
        """Return what `students.toml` says of each student. Raises TeachError if it is faulty."""
        handins = self.handins()
        known = {*specialization_ids(), *named_specializations(self.folder("source", one) for one in handins)}
        try:
            return read_students(self.root, self.policy().timezone, handins=handins, specializations=known)
        except PolicyError as error:
            raise TeachError(f"{self.root}: {error}") from error

    def arrivals(self, handin: str) -> dict[str, Arrival]:
        """Return each student's latest submission in the exchange."""
        return arrivals(self.inbound, handin)

    def collected(self, handin: str) -> list[str]:
        """Return the students whose submission was collected, in order."""
        return sorted(self.api.get_submitted_students(handin))

    def time_of(self, handin: str, student: str) -> datetime | None:
        """Return when a collected submission was handed in (UTC, naive), or None if that is not known."""
        try:
            text = (self.folder("submitted", handin, student) / "timestamp.txt").read_text("utf-8")
            return submission.time_of(text.strip())
        except (OSError, ValueError, OverflowError):
            return None

    def graded(self, handin: str) -> set[str]:
        """Return the students whose collected submission is graded, as nbgrader counts them.

        nbgrader's own count fails for everybody when one submission's time can't be read. Raises
        TeachError as `gradebook` does.
        """
        with self.gradebook() as gradebook:
            times = {one.student_id: one.timestamp for one in gradebook.assignment_submissions(handin)}
        return {
            student
            for student, time in times.items()
            if self.folder("autograded", handin, student).is_dir() and self.time_of(handin, student) == time
        }

    def _understood(self) -> AbstractContextManager[None]:
        return database_errors(self.api.coursedir.db_url.removeprefix("sqlite:///"))

    @contextmanager
    def gradebook(self) -> Iterator[Gradebook]:
        """Open nbgrader's gradebook. Raises TeachError if it is locked or can't be used."""
        with self._understood(), Gradebook(self.api.coursedir.db_url, self.course_id) as gradebook:
            yield gradebook

    def writer(self, on_wait: Callable[[str], None] | None = None) -> Writer:
        """Open the gradebook for writing; `on_wait` is told when it has to be waited for. Raises TeachError."""
        directory = self.api.coursedir
        return Writer(
            self.root,
            directory.db_url,
            self.course_id,
            folder=lambda handin, student: self.folder("autograded", handin, student),
            shared=bool(directory.groupshared),
            patience=self.patience,
            on_wait=on_wait,
        )

    @contextmanager
    def selecting(self, handin: str, student: str | None = None) -> Iterator[None]:
        """Point nbgrader's steps at a hand-in, and at one student's submission of it."""
        # nbgrader takes the student's name for a glob pattern.
        chosen = "*" if student is None else glob.escape(student)
        with settings(self.api.coursedir, assignment_id=handin, student_id=chosen):
            yield

    def step(self, kind: Any, **options: Any) -> Any:
        """Make one of nbgrader's converters or exchange steps for this course."""
        return kind(coursedir=self.api.coursedir, parent=self.api, **options)

    def exchange_step(self, name: str) -> Any:
        """Make the exchange's step that the configuration chose, for example `ReleaseFeedback`."""
        make = getattr(self.api.exchange, name)
        return make(coursedir=self.api.coursedir, authenticator=self.api.authenticator, parent=self.api)


def _plain_handin(folder: Path, policy: Policy) -> Handin:
    """Describe a hand-in of plain nbgrader: one part per graded cell, all required."""
    notebooks = tuple(sorted(path.name for path in folder.glob("*.ipynb")))
    points: dict[str, float] = {}
    for name in notebooks:
        for cell, (worth, _) in graded_cells(folder / name).items():
            points[cell] = points.get(cell, 0.0) + worth
    parts = tuple(Part(cell, cell, "required", {}, worth, (cell,)) for cell, worth in points.items())
    return Handin(folder.name, folder.name, "", notebooks, parts, policy=policy)


def _configuration(root: Path, log: logging.Logger) -> Any:
    """Read what `nbgrader` started in the course directory would read."""
    app = NbGrader(log=log)
    # Its default is to read the current folder's file too, which may be another course's.
    app.load_cwd_config = False
    app.raise_config_file_errors = True
    try:
        app.load_config_file()
        app.config_file = str(root / "nbgrader_config")
        app.load_config_file()
    except (Exception, SystemExit) as error:
        message = f"{root / 'nbgrader_config.py'} can't be read: {type(error).__name__}: {error}; correct it"
        raise TeachError(message) from error
    return app.config
