"""`underhood teach grade`: run what is new or changed, several submissions at once, and store the grades."""

from __future__ import annotations

import sys
from dataclasses import dataclass, replace
from functools import cached_property, partial
from typing import TYPE_CHECKING, Literal

from nbgrader.preprocessors import AssignLatePenalties

from underhood_grading import sandbox, submission
from underhood_grading.configuration import CONFIGURATIONS
from underhood_grading.engines import ClusterError, Submission, engine_of, known_inside, material_of
from underhood_grading.gradebook import GradedNotebook, GradedSubmission, Release, files_beside, grading_lock
from underhood_grading.records import Attempt, Record, moment, read_record, write_record
from underhood_grading.runner import RunnerError

from .attempts import keep_grades_by_hand
from .errors import TeachError
from .progress import tallying
from .results import Results

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping, Sequence

    from underhood_grading.engines import Engine, Judged, Material
    from underhood_grading.gradebook import Writer
    from underhood_grading.head_start import HeadStart

    from .course import Course
    from .progress import Progress, Tally

__all__ = ["NO_SANDBOX", "Graded", "Row", "grade"]

NO_SANDBOX = "no-sandbox"
"""The flag of a submission that was run with all the rights of the teacher."""

_NOT_THE_STUDENTS = ("timestamp.txt", "submission_secret.txt")  # nbgrader's own, beside a submission


@dataclass(frozen=True)
class Row:
    """How one student's submission fared; `problems` are sentences for the teacher."""

    student: str
    state: Literal["graded", "failed", "unchanged"]
    problems: tuple[str, ...] = ()
    seconds: float = 0.0
    flags: tuple[str, ...] = ()


@dataclass(frozen=True)
class Graded:
    """One row per collected submission, in the students' order; `warnings` are about the hand-in itself."""

    handin: str
    rows: tuple[Row, ...]
    warnings: tuple[str, ...] = ()

    def count(self, state: str) -> int:
        """Return how many rows have a state."""
        return sum(row.state == state for row in self.rows)


def grade(
    course: Course,
    handin: str,
    *,
    students: Sequence[str] | None = None,
    force: bool = False,
    workers: int | None = None,
    confined: bool = True,
    dask: str | None = None,
    early: HeadStart | None = None,
    progress: Progress | None = None,
) -> Graded:
    """Grade what was collected and is new or changed, or whose tests were changed.

    >>> grade(course, "convolution").count("graded")
    28

    A submission that can't be graded becomes a row that says why, and its earlier points are taken
    back; it never stops the others. Each is stored as soon as it is graded, so that a run that is
    cut short is completed by the next. `force` grades everything again. Grades and comments that
    somebody gave in formgrader stay. `workers` submissions are run at once, by default one a core;
    with `dask`, a scheduler's address or file, it is that cluster's workers that grade. `early` is
    what was started beforehand, with the same `workers` and `confined`.

    Raises TeachError if nothing was collected, the hand-in was never released, a student named has
    no submission, the gradebook can't be written, the cluster can't grade, or there is no sandbox;
    without `confined` the students' code runs with all the rights of the teacher, and each grade is
    flagged with it.
    """
    grading = _Grading(course, handin, workers=workers, confined=confined, dask=dask, early=early)
    return grading.run(students, force=force, progress=progress)


class _Grading:
    """One run over a hand-in."""

    def __init__(
        self,
        course: Course,
        handin: str,
        *,
        workers: int | None,
        confined: bool,
        dask: str | None,
        early: HeadStart | None,
    ) -> None:
        self._course, self._handin, self._early = course, handin, early
        self._workers, self._confined, self._dask = workers, confined, dask
        self._known = course.handin(handin)
        self._say: Callable[[str], None] = partial(print, file=sys.stderr)

    def run(self, students: Sequence[str] | None, *, force: bool, progress: Progress | None) -> Graded:
        course, handin = self._course, self._handin
        chosen = _chosen(course, handin, students)
        with grading_lock(course.root), course.writer(on_wait=self._tell) as writer:
            with course.gradebook() as gradebook:
                folders = (course.folder(step, handin) for step in ("source", "release"))
                self._release = Release.read(gradebook, handin, *folders)
            self._codes = {one: submission.digest(course.folder("submitted", handin, one)) for one in chosen}
            waiting = chosen if force else self._changed(chosen, writer.unfinished(handin))
            with tallying(len(waiting), f"grading {handin}", progress) as tally:
                self._say = tally.say
                found, warnings = self._grade(waiting, writer, tally) if waiting else ([], ())
        rows = {row.student: row for row in found}
        return Graded(handin, tuple(rows.get(one, Row(one, "unchanged")) for one in chosen), warnings)

    def _tell(self, sentence: str) -> None:
        self._say(sentence)

    def _changed(self, students: Sequence[str], unfinished: set[str]) -> list[str]:
        """Return the students whose submission has to be graded."""
        done = self._course.graded(self._handin) - unfinished
        found = []
        for student in students:
            last = read_record(self._course.root, self._handin, student)
            now = ("graded", self._codes[student], self._release.digest)
            # What plain nbgrader graded has no record of ours; its own time stamps decide then.
            if student not in done or (last is not None and (last.state, last.submission, last.tests) != now):
                found.append(student)
        return found

    def _grade(self, students: Sequence[str], writer: Writer, tally: Tally) -> tuple[list[Row], tuple[str, ...]]:
        rows: list[Row] = []
        good: list[Callable[[], Submission]] = []
        self._notes: dict[str, tuple[str, ...]] = {}
        wanted = [f"{name}.ipynb" for name in self._release.notebooks]
        for student in students:
            findings = submission.inspect(self._course.folder("submitted", self._handin, student), wanted)
            if findings.fatal:
                rows.append(self._failed(student, findings.fatal, 0.0, writer, tally))
            else:
                self._notes[student] = findings.notes
                good.append(partial(self._read, student, wanted))
        if not good:
            return rows, ()
        self._require_sandbox()
        material = material_of(self._release, self._known.limits, self._course.folder("source", self._handin))
        try:
            with self._engine(material) as engine:
                material, warnings = known_inside(self._course.root, material, engine)
                for judged in engine.run(good, material):
                    if judged.failed:
                        rows.append(self._failed(judged.student, judged.problems, judged.seconds, writer, tally))
                    else:
                        rows.append(self._store(judged, writer))
                        tally.add(judged.student)
        except ClusterError as error:
            raise TeachError(str(error)) from error
        except RunnerError as error:
            raise TeachError(f"grading can't start: {error}") from error
        return rows, warnings

    def _engine(self, material: Material) -> Engine:
        return engine_of(
            material,
            workers=self._workers,
            confined=self._confined,
            dask=self._dask,
            say=self._tell,
            runner=self._early.runner if self._early else None,
        )

    def _require_sandbox(self) -> None:
        if not self._confined or self._dask is not None:  # a cluster's workers look for themselves
            return
        found = self._early.probed() if self._early else sandbox.probe()
        if not found.available:
            message = (
                f"students' code can't be kept from your files: {found.reason}; {found.cure}; "
                "or grade with --no-sandbox, which runs it with all your rights and is noted in each grade"
            )
            raise TeachError(message)

    def _read(self, student: str, wanted: Sequence[str]) -> Submission:
        folder = self._course.folder("submitted", self._handin, student)
        notebooks, files = submission.read_files(folder, wanted)
        return Submission(
            student,
            {name.removesuffix(".ipynb"): content for name, content in notebooks.items()},
            {name: content for name, content in files.items() if name not in _NOT_THE_STUDENTS},
        )

    def _store(self, judged: Judged, writer: Writer) -> Row:
        course, handin, student = self._course, self._handin, judged.student
        keep_grades_by_hand(course.root, writer, handin, student)
        files = files_beside(
            course.folder("submitted", handin, student),
            course.folder("source", handin),
            ignore=[*course.api.coursedir.ignore, *CONFIGURATIONS],
        )
        problems = (*self._notes[student], *judged.problems)
        flags = judged.flags if self._confined else (*judged.flags, NO_SANDBOX)
        notebooks = [GradedNotebook(name, one, judged.scores[name]) for name, one in judged.notebooks.items()]
        result = GradedSubmission(
            student,
            handin,
            course.time_of(handin, student),
            tuple(notebooks),
            files,
            problems,
            flags,
            judged.seconds,
        )
        code, tests = self._codes[student], self._release.digest
        record = Record("graded", code, tests, problems, judged.seconds, flags)

        def remember(points: Mapping[str, float]) -> None:
            attempt = Attempt(code, tests, moment(result.timestamp), points, races=judged.races)
            write_record(course.root, handin, student, replace(record, attempts=(attempt,)))

        writer.store(result, self._penalty(), then=remember)
        return Row(student, "graded", problems, judged.seconds, flags)

    def _failed(self, student: str, problems: tuple[str, ...], seconds: float, writer: Writer, tally: Tally) -> Row:
        course, handin = self._course, self._handin
        keep_grades_by_hand(course.root, writer, handin, student)
        record = Record("failed", self._codes[student], self._release.digest, problems, seconds)
        time = course.time_of(handin, student)
        writer.take_back(handin, student, time, then=lambda: write_record(course.root, handin, student, record))
        tally.add(student, failed=True)
        return Row(student, "failed", problems, seconds)

    def _penalty(self) -> Callable[[str, float, float], float | None]:
        """Return what being late costs: by the hand-in's policy, else by nbgrader's own configuration."""
        rule = self._known.policy.penalty
        if rule is None:
            return self._nbgraders_penalty

        def penalty(student: str, score: float, _seconds: float) -> float:
            with Results.of(self._course, self._known) as results:
                return score * results.lateness(student, self._course.time_of(self._handin, student)).share(rule)

        return penalty

    @cached_property
    def _nbgraders_penalty(self) -> Callable[[str, float, float], float | None]:
        step = AssignLatePenalties(parent=self._course.api)
        step.init_plugin()
        penalty: Callable[[str, float, float], float | None] = step.plugin_inst.late_submission_penalty
        return penalty


def _chosen(course: Course, handin: str, students: Sequence[str] | None) -> list[str]:
    collected = course.collected(handin)
    if not collected:
        message = (
            f'nothing to grade: no submission of "{handin}" was collected; run `underhood teach collect {handin}` first'
        )
        raise TeachError(message)
    if students is None:
        return collected
    if unknown := sorted(set(students) - set(collected)):
        listed = ", ".join(collected)
        raise TeachError(f'no submission of "{handin}" by {", ".join(unknown)}; there is one by: {listed}')
    return [one for one in collected if one in set(students)]
