"""POST pages/<id>/open: the student's own copy of a page."""

from __future__ import annotations

import asyncio

from jupyter_server.auth.decorator import authorized
from tornado.web import HTTPError, authenticated
from underhood_course.progress import NotKeptError

from underhood_lab.routes.base import Handler


class OpenPageHandler(Handler):
    """Copies a page into the student's folder unless it is there, and says where."""

    @authenticated
    @authorized
    async def post(self, page_id: str) -> None:
        """Answer with {"path", "copied", "kept"}; 404 for what is no page of the course, 409 for a hand-in not fetched.

        `kept` is false where the progress can't be saved now: the page opens all the same, and the browser saves that
        it was opened once it can.
        """
        catalog = self.catalog()
        page = catalog.page(page_id)
        if page is None:
            raise HTTPError(404, log_message=f'there is no page "{page_id}" in the course')
        opened = self.workspace.open(page, catalog)
        kept = True
        try:
            await asyncio.to_thread(self.progress.opened, page_id)
        except NotKeptError:
            kept = False
        self.answer({"path": opened.path, "copied": opened.copied, "kept": kept})
        self.tell("progress", page_id)
