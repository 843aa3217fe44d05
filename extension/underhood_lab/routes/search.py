"""GET search?q=…: where words stand in the pages' texts, as search.schema.json describes it."""

from __future__ import annotations

from jupyter_server.auth.decorator import authorized
from tornado.ioloop import IOLoop
from tornado.web import authenticated
from underhood_course import read_catalog
from underhood_course.searching import PageTexts, search

from underhood_lab.routes.base import STORE, Handler

# One for the process: it holds what the course says, which is the same for everyone.
_texts = PageTexts()


class SearchHandler(Handler):
    """The search in the course's pages."""

    @authenticated
    @authorized
    async def get(self) -> None:
        """Answer with the pages that have all words of `q`, the same for every level: the sidebar shows its own."""
        query = self.get_query_argument("q", "")
        whole, shown = read_catalog(store=STORE), self.catalog()
        # Apart from the event loop: the first search of a large course reads all of its pages.
        document = await IOLoop.current().run_in_executor(None, lambda: search(_texts.of(whole), query, shown))
        self.answer(document)
