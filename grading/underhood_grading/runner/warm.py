"""The caller's end of a warm process."""

from __future__ import annotations

import json
import os
import select
import socket
from contextlib import suppress
from typing import IO, TYPE_CHECKING, Any

from .errors import RunnerError
from .task import MESSAGE_BYTES

if TYPE_CHECKING:
    from collections.abc import Mapping
    from pathlib import Path

__all__ = ["START", "Warm"]

START = 120.0
"""Seconds that a warm process may take to import things, on a busy machine."""


class Warm:
    """One side, by its socket; `words` is the file in which it says what is wrong."""

    def __init__(self, side: str, own: socket.socket, words: Path) -> None:
        self._side, self._socket, self._words = side, own, words
        self._ready = False

    def is_alive(self) -> bool:
        """Return whether somebody has the other end open."""
        if self._socket.fileno() < 0:
            return False
        poller = select.poll()
        poller.register(self._socket, 0)  # that the other end is closed is always told
        return not poller.poll(0)

    def wait_until_ready(self) -> None:
        """Wait until it has imported everything. Raises RunnerError."""
        if self._ready:
            return
        self._socket.settimeout(START)
        try:
            text = self._socket.recv(1 << 16)
        except OSError:
            text = b""
        self._socket.settimeout(None)
        if not text:
            raise RunnerError(self._why())
        json.loads(text)
        self._ready = True

    def hand_over(self, options: Mapping[str, Any], *sockets: socket.socket) -> None:
        """Have it fork for a task, which gets these sockets."""
        self._send(json.dumps(dict(options)).encode(), *sockets)

    def take_environment(self, environment: Mapping[str, str]) -> None:
        """Give it an environment, not by a command line or a file, which others could read."""
        with open(os.memfd_create("environment"), "w+", encoding="utf-8") as file:  # noqa: PTH123  # has no name
            json.dump(dict(environment), file)
            file.seek(0)
            self._send(json.dumps({"environment": True}).encode(), file)

    def read_ahead(self, source: str, *, runs: bool) -> None:
        """Have it read a cell of the teacher's for all its forks to come, and compile it if it is one that they run."""
        message = json.dumps({"source": source, "runs": runs}).encode()
        if len(message) <= MESSAGE_BYTES:
            self._send(message)

    def _send(self, message: bytes, *files: socket.socket | IO[str]) -> None:
        try:
            socket.send_fds(self._socket, [message], [one.fileno() for one in files])
        except OSError as error:
            raise RunnerError(self._why()) from error

    def words(self) -> str:
        """Return what it said last, "" if nothing."""
        with suppress(OSError):  # once all is closed
            return (self._words.read_text("utf-8", "replace").strip().splitlines() or [""])[-1]
        return ""

    def _why(self) -> str:
        return f"the {self._side}s' process did not start or ended: {self.words() or 'it said nothing'}"
