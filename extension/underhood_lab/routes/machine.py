"""GET machine: what this machine has of what pages need, as machine.schema.json describes it."""

from __future__ import annotations

import asyncio

from jupyter_server.auth.decorator import authorized
from tornado.web import authenticated
from underhood_course.machine import machine

from underhood_lab.routes.base import Handler


class MachineHandler(Handler):
    """The GPUs; asked for the first time when a browser does, not when the server starts."""

    @authenticated
    @authorized
    async def get(self) -> None:
        """Answer with the GPUs and CUDA; the event loop goes on meanwhile."""
        self.answer(await asyncio.to_thread(machine))
