"""GET and PATCH progress: the student's choices and state, as progress.schema.json describes them."""

from __future__ import annotations

from jupyter_server.auth.decorator import authorized
from tornado.web import authenticated

from underhood_lab.routes.base import Handler


class ProgressHandler(Handler):
    """One student's progress."""

    @authenticated
    @authorized
    def get(self) -> None:
        """Answer with the whole."""
        self.answer(self.progress.read())

    @authenticated
    @authorized
    def patch(self) -> None:
        """Take over the fields given, and answer with the whole."""
        changes = self.get_json_body()
        self.answer(self.progress.change({} if changes is None else changes))
        self.tell("progress")
