"""POST pages/<id>/open: the student's own copy of a page."""

from __future__ import annotations

from jupyter_server.auth.decorator import authorized
from tornado.web import HTTPError, authenticated

from underhood_lab.routes.base import Handler


class OpenPageHandler(Handler):
    """Copies a page into the student's folder unless it is there, and says where."""

    @authenticated
    @authorized
    def post(self, page_id: str) -> None:
        """Answer with {"path", "copied"}; 404 for what is no page of the course, 409 for a hand-in not fetched yet."""
        catalog = self.catalog()
        page = catalog.page(page_id)
        if page is None:
            raise HTTPError(404, log_message=f'there is no page "{page_id}" in the course')
        opened = self.workspace.open(page, catalog)
        self.progress.opened(page_id)
        self.answer({"path": opened.path, "copied": opened.copied})
        self.tell("progress", page_id)
