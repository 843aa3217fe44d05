"""POST pages/<id>/open: the student's own copy of a page."""

from __future__ import annotations

import asyncio

from jupyter_server.auth.decorator import authorized
from tornado.web import HTTPError, authenticated
from underhood_course.student.progress import NotKeptError

from underhood_lab.routes.base import Handler
from underhood_lab.routes.trust import keep_trust


class OpenPageHandler(Handler):
    """Copies a page into the student's folder unless it is there, and says where."""

    @authenticated
    @authorized
    async def post(self, page_id: str) -> None:
        """Answer with {"path", "copied", "updated", "problem", "kept"}.

        `{"update": false}` keeps the file as it is, though the student changed nothing of it. `problem` says why a page
        is not up to date or lacks a picture. `kept` is false where the progress can't be saved now: the page opens all
        the same, and the browser saves that it was opened once it can. 404 for what is no page of the course, 409 for a
        hand-in not fetched.
        """
        options = self.get_json_body() or {}
        if not isinstance(options, dict):
            raise HTTPError(400, log_message="the options must be an object")
        catalog, page = self.page(page_id)
        opened = self.workspace.open(page, catalog, update=options.get("update") is not False)
        if opened.replaced:
            keep_trust(self.settings.get("contents_manager"), self.workspace, opened.replaced)
        kept = True
        try:
            await asyncio.to_thread(self.progress.opened, page_id)
        except NotKeptError:
            kept = False
        self.answer(
            {
                "path": opened.path,
                "copied": opened.copied,
                "updated": opened.updated,
                "problem": opened.problem,
                "kept": kept,
            }
        )
        self.tell("progress", page_id)
        if opened.updated:
            self.tell("updates", page_id)
