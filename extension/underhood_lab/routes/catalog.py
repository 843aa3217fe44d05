"""GET catalog: the course, as catalog.schema.json describes it."""

from __future__ import annotations

from jupyter_server.auth.decorator import authorized
from tornado.web import authenticated

from underhood_lab.routes.base import Handler


class CatalogHandler(Handler):
    """The course as it is on the disk now, with the problems found in it."""

    @authenticated
    @authorized
    def get(self) -> None:
        """Answer with the catalog."""
        self.answer(self.catalog().to_dict())
