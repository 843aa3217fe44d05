"""What another of the student's servers did: a JupyterHub's named servers, for example, share one home."""

from __future__ import annotations

import asyncio
from typing import TYPE_CHECKING

from underhood_course import ProgressFile, WorkspaceError
from underhood_course.student.folder import STATE_FOLDER, OutsideError
from underhood_course.student.progress import FILE
from underhood_grading.student import Watch

from underhood_lab.events import emit

if TYPE_CHECKING:
    from jupyter_events import EventLogger
    from underhood_course import Workspace
    from underhood_course.student.progress import Version

__all__ = ["Elsewhere"]


class Elsewhere:
    """Tells a server's windows of progress that another server wrote; its own writes were told of by who made them.

    >>> elsewhere = Elsewhere(workspace, logger)
    >>> elsewhere.follow()
    """

    def __init__(self, workspace: Workspace, logger: EventLogger) -> None:
        self._workspace, self._logger = workspace, logger
        self._own: Version | None = None
        self._loop: asyncio.AbstractEventLoop | None = None
        self._watch = Watch(self._changed, lambda name: name == FILE)

    def wrote(self, version: Version | None) -> None:
        """Remember what this server wrote last, from whatever thread."""
        self._own = version

    def follow(self) -> None:
        """Watch the student's state from now on, if it is there; from the event loop."""
        self._loop = asyncio.get_running_loop()
        try:
            self._watch.arm([self._workspace.inside(STATE_FOLDER)])
        except (OSError, OutsideError, WorkspaceError):
            return  # whoever reads it is told

    def stop(self) -> None:
        """Watch nothing any more."""
        self._watch.stop()

    def _changed(self) -> None:
        try:
            file = ProgressFile(self._workspace.inside(STATE_FOLDER))
        except (OSError, OutsideError, WorkspaceError):
            return
        if (version := file.version()) is None or version == self._own or self._loop is None:
            return
        try:
            self._loop.call_soon_threadsafe(emit, self._logger, "progress")
        except RuntimeError:
            return  # the server is ending
