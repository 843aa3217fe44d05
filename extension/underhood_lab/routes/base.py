"""What the routes have in common: who may ask, the student's folder, and errors as one plain sentence."""

from __future__ import annotations

import json
from http import HTTPStatus
from http.client import responses
from typing import TYPE_CHECKING, Any

from jupyter_server.base.handlers import APIHandler
from platformdirs import user_cache_path
from tornado.web import HTTPError
from underhood_course import Catalog, ProgressFile, WorkspaceError, read_catalog
from underhood_course.catalog import CourseError
from underhood_course.exercises.attempts import NoExerciseError, SolutionClosedError
from underhood_course.exercises.files import ExerciseError
from underhood_course.student.folder import STATE_FOLDER, ChangedError, InUseError, NotFetchedError, OutsideError
from underhood_course.student.progress import NotKeptError, ProgressError
from underhood_course.student.updating import ChoiceError
from underhood_grading.board import NicknameError
from underhood_grading.errors import TeachError
from underhood_grading.standing import NotATeacherError, of_class

from underhood_lab.events import emit
from underhood_lab.teaching import BusyError

if TYPE_CHECKING:
    from underhood_course import Page, Workspace

    from underhood_lab.elsewhere import Elsewhere
    from underhood_lab.events import Subject

# What was read of courses outlives the server here; nothing is lost with it but time.
STORE = user_cache_path("underhood", appauthor=False) / "courses"

STATUS = {
    ProgressError: 400,
    ChoiceError: 400,
    NicknameError: 400,
    OutsideError: 403,
    SolutionClosedError: 403,
    NoExerciseError: 404,
    NotATeacherError: 403,
    TeachError: 409,
    BusyError: 409,
    NotFetchedError: 409,
    ChangedError: 409,
    InUseError: 409,
    CourseError: 500,
    ExerciseError: 500,
    WorkspaceError: 500,
    NotKeptError: 507,
}


class Handler(APIHandler):  # type: ignore[misc] # jupyter_server ships no types
    """A route's base; verbs are decorated with `authenticated` and `authorized` one by one, where one reads them."""

    auth_resource = "underhood"

    @property
    def workspace(self) -> Workspace:
        """The student's folder."""
        workspace: Workspace = self.settings["underhood_workspace"]
        return workspace

    @property
    def progress(self) -> ProgressFile:
        """The student's choices and state."""
        return ProgressFile(self.workspace.inside(STATE_FOLDER), self.elsewhere.wrote)

    @property
    def elsewhere(self) -> Elsewhere:
        """What notices the work of the student's other servers."""
        elsewhere: Elsewhere = self.settings["underhood_elsewhere"]
        return elsewhere

    def catalog(self) -> Catalog:
        """Return the course as it is on the disk now, as far as it is in the class's run."""
        return of_class(read_catalog(store=STORE))

    def page(self, page_id: str) -> tuple[Catalog, Page]:
        """Return the course and its page of that id; 404 for what is no page of the course."""
        catalog = self.catalog()
        page = catalog.page(page_id)
        if page is None:
            raise HTTPError(404, log_message=f'there is no page "{page_id}" in the course')
        return catalog, page

    def log_exception(self, kind: Any, value: Any, trace: Any) -> None:
        """Log a refusal as one line: what it says is for the person who asked, and a traceback looks like a fault."""
        if any(isinstance(value, one) and status < HTTPStatus.INTERNAL_SERVER_ERROR for one, status in STATUS.items()):
            self.log.info("%s %s: %s", self.request.method, self.request.path, value)
        else:
            super().log_exception(kind, value, trace)

    def tell(self, subject: Subject, name: str | None = None) -> None:
        """Tell every window of the student that something changed."""
        emit(self.event_logger, subject, name)

    def answer(self, document: Any) -> None:
        """Finish with a JSON document."""
        self.finish(json.dumps(document))

    def write_error(self, status_code: int, **kwargs: Any) -> None:
        """Answer an error as {"message": …}, with the status that its kind stands for."""
        error = kwargs.get("exc_info", (None, None, None))[1]
        message = responses.get(status_code, "error")
        for kind, status in STATUS.items():
            if isinstance(error, kind):
                status_code, message = status, str(error)
                break
        else:
            if isinstance(error, HTTPError):
                message = error.log_message or error.reason or message
            elif isinstance(error, PermissionError):
                status_code, message = 403, f"permission denied: {error.filename}"
            elif isinstance(error, OSError):
                message = f"{error.strerror}: {error.filename}"
        self.set_status(status_code)
        self.set_header("Content-Type", "application/json")
        self.finish(json.dumps({"message": message}))
