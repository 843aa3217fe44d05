"""Exercises in a page: tries are counted, the solution opens after some, and a reset keeps what was there."""

from __future__ import annotations

from typing import Any

from jupyter_server.auth.decorator import authorized
from tornado.web import HTTPError, authenticated
from underhood_course.exercises.attempts import back_up, note_try, page_with, solution

from underhood_lab.routes.base import Handler


class ExerciseHandler(Handler):
    """What the routes of one exercise have in common."""

    def field(self, name: str, kind: type) -> Any:
        """Return a field of the request's JSON; 400 if it is not of that kind."""
        body = self.get_json_body()
        value = body.get(name) if isinstance(body, dict) else None
        if not isinstance(value, kind):
            raise HTTPError(400, log_message=f'"{name}" must be a {kind.__name__}')
        return value


class TriesHandler(ExerciseHandler):
    """POST exercises/<page>/<name>/tries {"right", "code"}: counts a try."""

    @authenticated
    @authorized
    def post(self, page_id: str, name: str) -> None:
        """Answer with the student's progress."""
        page = page_with(self.catalog(), page_id, name)
        right, code = self.field("right", bool), self.field("code", str)
        self.answer(note_try(self.progress, page, name, right=right, code=code))
        self.tell("progress", page_id)


class SolutionHandler(ExerciseHandler):
    """POST exercises/<page>/<name>/solution {"source"}: the solution, as a diff to the student's code."""

    @authenticated
    @authorized
    def post(self, page_id: str, name: str) -> None:
        """Answer with {"rows": [{"sign", "text"}]}; 403 in words until it is solved or was tried three times."""
        page = page_with(self.catalog(), page_id, name)
        self.answer({"rows": solution(self.progress, page, name, self.field("source", str))})


class ResetExerciseHandler(ExerciseHandler):
    """POST exercises/<page>/<name>/reset {"source"}: keeps the student's code, and says how the cell begins."""

    @authenticated
    @authorized
    def post(self, page_id: str, name: str) -> None:
        """Answer with {"path", "source"}: where the backup is, and the cell as it was handed out."""
        page = page_with(self.catalog(), page_id, name)
        self.answer(back_up(self.workspace, page, name, self.field("source", str)))
