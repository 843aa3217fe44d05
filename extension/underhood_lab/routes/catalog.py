"""GET catalog: the course, as catalog.schema.json describes it."""

from __future__ import annotations

from jupyter_server.auth.decorator import authorized
from tornado.web import authenticated
from underhood_course.catalog import stored_catalog
from underhood_grading.standing import in_class

from underhood_lab.routes.base import STORE, Handler


class CatalogHandler(Handler):
    """The course as it is on the disk now, with the problems found in it."""

    @authenticated
    @authorized
    def get(self) -> None:
        """Answer with the catalog; 304 to a browser that has this one already."""
        # The first to ask after a restart is answered before any page is read.
        document = None if in_class() else stored_catalog(store=STORE)
        document = document or self.catalog().document
        self.set_header("Content-Type", "application/json")
        self.set_header("Cache-Control", "private, no-cache")  # kept by the browser, and asked about each time
        self.set_header("Vary", "Accept-Encoding")
        self.set_header("ETag", document.etag)
        if self.check_etag_header():
            self.set_status(304)
            self.finish()
        elif "gzip" in self.request.headers.get("Accept-Encoding", ""):
            self.set_header("Content-Encoding", "gzip")
            self.finish(document.packed)
        else:
            self.finish(document.text)
