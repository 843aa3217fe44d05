"""The teacher's routes below teach: shapes are those of teaching.schema.json, and each is a step of `underhood teach`.

GET and PATCH teach · POST teach/course · POST and DELETE teach/job · POST teach/formgrader · GET teach/export
"""

from __future__ import annotations

import asyncio
import os
from datetime import UTC, date, datetime
from pathlib import Path
from typing import TYPE_CHECKING, Any

from jupyter_server.auth.decorator import authorized
from tornado.web import HTTPError, authenticated
from underhood_course.schema import faults, schema
from underhood_course.student.folder import STATE_FOLDER
from underhood_grading.errors import TeachError
from underhood_grading.standing import choose_course, course_directory

from underhood_lab.routes.base import Handler

if TYPE_CHECKING:
    from collections.abc import Callable

    from underhood_grading.teach import Course

    from underhood_lab.teaching import Jobs


class TeachHandler(Handler):
    """What the teacher's routes share; a site's authorizer may refuse `underhood:teach` to whom it likes."""

    auth_resource = "underhood:teach"

    @property
    def jobs(self) -> Jobs:
        """The step that is under way, one for the whole server."""
        jobs: Jobs = self.settings["underhood_jobs"]
        return jobs

    def root(self) -> Path | None:
        """Return the course directory, or None where there is none yet. Raises NotATeacherError."""
        hub_user = getattr(self.current_user, "hub_user", None)
        owner = os.environ.get("JUPYTERHUB_USER")
        groups = None
        if isinstance(hub_user, dict):
            groups = [str(one) for one in hub_user.get("groups", ())]
            if hub_user.get("name") == owner and not any(one.startswith("formgrade-") for one in groups):
                groups = None  # the owner of the server: what it is configured with decides
        return course_directory(self.workspace.inside(STATE_FOLDER), groups)

    def chosen(self) -> Path:
        """Return the course directory. Raises NotATeacherError, and TeachError where there is none yet."""
        root = self.root()
        if root is None:
            raise TeachError("there is no course directory yet; make one in the Teach view first")
        return root

    async def aside(self, work: Callable[[Course], Any]) -> Any:
        """Do something with the course directory in a thread, one at a time: opening one takes a moment."""
        root = self.chosen()
        lock: asyncio.Lock = self.settings.setdefault("underhood_teach_lock", asyncio.Lock())

        def run() -> Any:
            from underhood_grading.teach import Course  # noqa: PLC0415 - nbgrader takes seconds to import

            return work(Course.open(root))

        async with lock:
            return await asyncio.to_thread(run)

    def body(self, kind: str) -> dict[str, Any]:
        """Return the request's document, one of teaching.schema.json's; 400 in words for any other."""
        document = self.get_json_body()
        whole = schema("teaching")
        for field, message in faults(document, {"$defs": whole["$defs"], "$ref": f"#/$defs/{kind}"}):
            raise HTTPError(400, log_message=f"{field}: {message}" if field else message)
        found: dict[str, Any] = document
        return found

    async def answer_all(self) -> None:
        """Answer with all that the teacher's view shows."""
        from underhood_grading import teach  # noqa: PLC0415 - nbgrader takes seconds to import

        document: dict[str, Any] = {"course": None, "proposal": None, "problem": None, "job": self.jobs.current}
        root = self.root()
        if root is not None and not await asyncio.to_thread(root.is_dir):
            # It was there when it was chosen: to make one, as the commands advise, would hide that.
            document["problem"] = f"the course directory {root} is gone; is its disk connected? Put it back, then retry"
        elif root is None:
            document["proposal"] = teach.proposed(self.workspace.root, datetime.now(UTC).astimezone().date())
        else:
            try:
                document["course"] = await self.aside(teach.desk)
            except TeachError as error:
                document["problem"] = str(error)
        self.answer(document)


class CourseOfTeacherHandler(TeachHandler):
    """The course directory as it stands, and what the teacher chooses of its run."""

    @authenticated
    @authorized
    async def get(self) -> None:
        """Answer with the course directory, or with a proposal for one."""
        self.root()
        await self.answer_all()

    @authenticated
    @authorized
    async def patch(self) -> None:
        """Take over the choices, publish them, and answer with the whole."""
        from underhood_grading import teach  # noqa: PLC0415 - as above

        self.chosen()
        changes = self.body("changes")
        run = {key: _date(key, value) for key, value in changes.get("run", {}).items()}

        def change(course: Course) -> None:
            if run:
                teach.change_run(course, run)
            if handin := changes.get("handin"):
                due = {"due": _moment(handin["due"])} if "due" in handin else {}
                teach.change_handin(course, handin["name"], parts=handin.get("parts"), **due)
            if one := changes.get("extension"):
                due_time = _moment(one["due"])
                teach.extend(course, one["handin"], one["student"], hours=one["hours"], due=due_time)
            if students := changes.get("students"):
                teach.enrol(course, teach.read_roster(students))
            if run or handin:
                teach.publish(course)

        await self.aside(change)
        await self.answer_all()
        self.tell("teaching")
        self.tell("catalog")


class NewCourseHandler(TeachHandler):
    """A course directory to teach in."""

    @authenticated
    @authorized
    async def post(self) -> None:
        """Make the course directory, or choose one that is there, and answer with it."""
        from underhood_grading import teach  # noqa: PLC0415 - as above

        self.root()
        asked = self.body("newCourse")
        folder = Path(self.workspace.root, os.path.expanduser(asked["folder"]))  # noqa: PTH111, ASYNC240 - no disk
        if set(asked) == {"folder"}:
            root = (await asyncio.to_thread(teach.Course.open, folder)).root
        else:
            made = await asyncio.to_thread(
                teach.begin,
                folder,
                name=asked.get("name"),
                start=_date("start", asked.get("start")),
                timezone=asked.get("timezone"),
                exchange=Path(asked["exchange"]) if asked.get("exchange") else None,
                students=asked.get("students", ""),
            )
            root = made.root
        choose_course(self.workspace.inside(STATE_FOLDER), root)
        await self.answer_all()
        self.tell("teaching")


class JobHandler(TeachHandler):
    """Release, collect, grade, feedback: one step at a time."""

    @authenticated
    @authorized
    async def post(self) -> None:
        """Start a step and answer with the job; 409 while another one is under way."""
        root = self.chosen()
        self.answer(await self.jobs.start(root, self.body("jobRequest")))

    @authenticated
    @authorized
    async def delete(self) -> None:
        """Cancel the step and answer with the job, or null where there never was one."""
        self.chosen()
        await self.jobs.cancel()
        self.answer(self.jobs.current)


class FormgraderHandler(TeachHandler):
    """formgrader, for grading by hand."""

    @authenticated
    @authorized
    async def post(self) -> None:
        """Point formgrader at the course directory and answer with the address of a submission's page."""
        from underhood_grading.manual import open_formgrader  # noqa: PLC0415 - as above
        from underhood_grading.teach import Course  # noqa: PLC0415

        root = self.chosen()
        asked = self.get_json_body() or {}
        handin, student = asked.get("handin"), asked.get("student")
        if not isinstance(handin, str) or not isinstance(student, str | None):
            raise HTTPError(400, log_message="handin: is missing; give a hand-in's name, or also a student's id")
        self.answer({"url": open_formgrader(self.settings, Course.open(root), handin, student)})


class ExportHandler(TeachHandler):
    """Everybody's scores as CSV."""

    @authenticated
    @authorized
    async def get(self) -> None:
        """Answer with the table that `underhood teach export` writes, in ?form=csv, canvas or moodle."""
        from underhood_grading import teach  # noqa: PLC0415 - as above

        form: Any = self.get_argument("form", "csv")
        text = await self.aside(lambda course: teach.exported(course, form=form))
        self.answer({"name": f"results-{form}.csv", "text": text})


def _date(field: str, value: Any) -> Any:
    """Make dates of a document's text."""
    if value is None:
        return None
    try:
        if field in ("start", "project_start"):
            return date.fromisoformat(value)
        if field == "free":
            return [date.fromisoformat(one) for one in value]
    except ValueError:
        raise HTTPError(400, log_message=f'{field}: "{value}" is no day; write one such as 2026-10-26') from None
    return value


def _moment(text: str | None) -> datetime | None:
    if text is None:
        return None
    try:
        return datetime.fromisoformat(text)
    except ValueError:
        raise HTTPError(400, log_message=f'due: "{text}" is no time; write one such as 2026-11-20T23:59') from None


TEACH_ROUTES = (
    ("teach", CourseOfTeacherHandler),
    ("teach/course", NewCourseHandler),
    ("teach/job", JobHandler),
    ("teach/formgrader", FormgraderHandler),
    ("teach/export", ExportHandler),
)
