"""Newer versions of the student's pages: which there are, what they change, and taking them over.

GET updates; GET and POST pages/<id>/update; POST pages/<id>/reset; GET and POST pages/<id>/backups.
"""

from __future__ import annotations

from asyncio import to_thread
from typing import TYPE_CHECKING, Any

from jupyter_server.auth.decorator import authorized
from tornado.web import HTTPError, authenticated
from underhood_course.student.versions import Versions

from underhood_lab.routes.base import Handler
from underhood_lab.routes.trust import keep_trust

if TYPE_CHECKING:
    from collections.abc import Callable

    from underhood_course import Catalog, Page
    from underhood_course.student.versions import Replaced


class UpdatesHandler(Handler):
    """The pages that the course has a newer version of."""

    @authenticated
    @authorized
    async def get(self) -> None:
        """Answer with the list, as updates.schema.json describes it."""
        versions = Versions(self.workspace, self.catalog())
        self.answer({"updates": await to_thread(versions.newer)})


class _PageHandler(Handler):
    """What replaces a student's page."""

    def body(self) -> dict[str, Any]:
        """Return what was sent."""
        body = self.get_json_body()
        if not isinstance(body, dict):
            raise HTTPError(400, log_message="the request must be an object")
        return body

    async def replace(
        self, page_id: str, action: Callable[[Versions, Page], Replaced], *, merged: bool = False
    ) -> None:
        """Replace the page, bring what it shows, and tell every window."""
        catalog, page = self.page(page_id)
        versions = Versions(self.workspace, catalog)
        replaced = await to_thread(action, versions, page)
        if merged:
            keep_trust(self.settings.get("contents_manager"), self.workspace, replaced)
        problem = await to_thread(self._bring, page, catalog)
        self.answer({**replaced.to_dict(), "problem": problem})
        self.tell("updates", page_id)

    def _bring(self, page: Page, catalog: Catalog) -> str | None:
        opened = self.workspace.open(page, catalog, update=False)
        return opened.problem


class UpdateHandler(_PageHandler):
    """One page's newer version beside the student's."""

    @authenticated
    @authorized
    async def get(self, page_id: str) -> None:
        """Answer with the difference, as update.schema.json describes it."""
        catalog, page = self.page(page_id)
        self.answer(await to_thread(Versions(self.workspace, catalog).show, page))

    @authenticated
    @authorized
    async def post(self, page_id: str) -> None:
        """Merge by {"fingerprint", "choices"}, and answer where; 409 if either side changed in the meantime."""
        body = self.body()
        fingerprint, choices = body.get("fingerprint"), body.get("choices", {})
        if not isinstance(fingerprint, str) or not isinstance(choices, dict):
            raise HTTPError(400, log_message="fingerprint must be a text and choices an object")
        await self.replace(page_id, lambda versions, page: versions.merge(page, choices, fingerprint), merged=True)


class ResetHandler(_PageHandler):
    """The course's page in the place of the student's."""

    @authenticated
    @authorized
    async def post(self, page_id: str) -> None:
        """Back the page up, put the course's in its place, and answer where."""
        await self.replace(page_id, lambda versions, page: versions.reset(page))


class BackupsHandler(_PageHandler):
    """What the student's page was before it was replaced."""

    @authenticated
    @authorized
    def get(self, page_id: str) -> None:
        """Answer with the backups, as backups.schema.json describes them."""
        catalog, page = self.page(page_id)
        backups = Versions(self.workspace, catalog).backups(page)
        self.answer({"backups": [backup.to_dict() for backup in backups]})

    @authenticated
    @authorized
    async def post(self, page_id: str) -> None:
        """Put the backup {"name"} in the place of the page, which is backed up first; 404 for what is no backup."""
        name = self.body().get("name")
        if not isinstance(name, str):
            raise HTTPError(400, log_message="name must be a text")
        try:
            await self.replace(page_id, lambda versions, page: versions.restore(page, name))
        except LookupError as error:
            raise HTTPError(404, log_message=str(error)) from None
