"""The student's process: runs cells as it is told, and answers for what they defined."""

from __future__ import annotations

import os
import signal
import sys
from contextlib import nullcontext
from pathlib import Path
from typing import TYPE_CHECKING, Any

from underhood_grading.apart import ChannelClosedError
from underhood_grading.apart.serving import Servant
from underhood_grading.speed.venue import forbidden

if TYPE_CHECKING:
    from collections.abc import Mapping

    from underhood_grading.apart import Channel

    from .shell import Shell

__all__ = ["serve"]


class _Interrupts:
    """Turns SIGINT into KeyboardInterrupt while a cell or a call runs, and into nothing between them."""

    def __init__(self) -> None:
        self.busy = False
        signal.signal(signal.SIGINT, self._arrived)

    def _arrived(self, number: int, frame: object) -> None:  # noqa: ARG002
        if self.busy:
            self.busy = False
            raise KeyboardInterrupt


def serve(channel: Channel, shell: Shell) -> None:
    """Do what the judge asks until it hangs up."""
    interrupts = _Interrupts()
    servant = Servant(shell.names)
    while True:
        try:
            message = channel.receive(None)
        except ChannelClosedError:
            return
        try:
            interrupts.busy = True
            reply = _reply(message, channel, shell, servant)
            interrupts.busy = False
        except KeyboardInterrupt:
            reply = {"op": "interrupted"}
        if shell.streams.outputs:
            reply["printed"] = True
        channel.send(reply)


def _reply(message: dict[str, Any], channel: Channel, shell: Shell, servant: Servant) -> dict[str, Any]:
    if message["op"] == "run-cell":
        with forbidden() if message.get("inside") else nullcontext():
            return {"op": "done", "outputs": shell.run(message["source"], message.get("number"))}
    if message["op"] == "files":
        write_files(Path.cwd(), message["files"])
        return {"op": "done"}
    if message["op"] == "printed":
        return {"op": "done", "outputs": shell.streams.take()}
    with shell.capture():
        return servant.answer(message, channel)


def write_files(folder: Path, files: Mapping[str, bytes]) -> None:
    """Write files by their relative paths; a notebook's cells import and read them from there."""
    for name, content in files.items():
        file = folder / name
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_bytes(content)
    # As in a kernel, whose first place to look for modules is the notebook's folder.
    sys.path.insert(0, str(folder))
    os.chdir(folder)
