"""GET and PATCH progress: the student's choices and state, as progress.schema.json describes them."""

from __future__ import annotations

import asyncio

from jupyter_server.auth.decorator import authorized
from tornado.web import authenticated

from underhood_lab.routes.base import Handler


class ProgressHandler(Handler):
    """One student's progress; in a thread, because another server may hold the file or the disk may be far away."""

    @authenticated
    @authorized
    async def get(self) -> None:
        """Answer with the whole."""
        self.elsewhere.follow()
        self.answer(await asyncio.to_thread(self.progress.read))

    @authenticated
    @authorized
    async def patch(self) -> None:
        """Take over the fields given, and answer with the whole; 507 where they can't be kept now."""
        changes = self.get_json_body()
        self.answer(await asyncio.to_thread(self.progress.change, {} if changes is None else changes))
        self.elsewhere.follow()  # the folder may be as new as the file
        self.tell("progress")
