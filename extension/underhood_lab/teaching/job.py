"""The teacher's step that is under way: one process, started, watched and ended by the server."""

from __future__ import annotations

import asyncio
import json
import os
import signal
import sys
import time
from contextlib import suppress
from typing import TYPE_CHECKING, Any

from underhood_lab.events import emit

if TYPE_CHECKING:
    from collections.abc import Mapping
    from pathlib import Path

    from jupyter_events import EventLogger

__all__ = ["BusyError", "Jobs"]

_GRACE = 15.0  # seconds that a step gets to end after it was interrupted
_BETWEEN = 0.2  # seconds between two events, so that a fast run does not flood the browser
_LINE = 2**20  # bytes of a line that is taken


class BusyError(Exception):
    """A step is asked for while another one is under way."""


class Jobs:
    """One step at a time, which outlives the browser's window and ends with the server.

    >>> jobs = Jobs(server.event_logger)
    >>> await jobs.start(Path("autumn"), {"step": "grade", "handin": "convolution"})
    >>> jobs.current["state"]
    'running'

    Every window is told by events how far it has come, with the job as data of `grading`.
    """

    def __init__(self, logger: EventLogger) -> None:
        self.current: dict[str, Any] | None = None
        self._logger = logger
        self._process: asyncio.subprocess.Process | None = None
        self._watching: asyncio.Task[None] | None = None
        self._began = self._told = 0.0
        self._cancelled = False

    async def start(self, root: Path, request: Mapping[str, Any]) -> dict[str, Any]:
        """Start a step, a `jobRequest` of teaching.schema.json, and return the `job`. Raises BusyError."""
        if self.current is not None and self.current["state"] == "running":
            raise BusyError(
                f"{self.current['step']} of {self.current['handin']} is under way; wait for it or cancel it"
            )
        self.current = _job(request)
        self._cancelled, self._began = False, time.monotonic()
        words = [request["step"], request["handin"], "--root", str(root)]
        words += [word for one in request.get("students", ()) for word in ("--student", one)]
        words += ["--force"] if request.get("force") else []
        pipe = asyncio.subprocess.PIPE
        try:
            self._process = await asyncio.create_subprocess_exec(
                *(sys.executable, "-m", "underhood_grading.watched", *words),
                stdin=pipe,  # its end tells the step that the server is gone
                stdout=pipe,
                stderr=pipe,
                start_new_session=True,  # Ctrl-C at the server's terminal is not for the step
                limit=_LINE,
            )
        except OSError as error:
            self._end("failed", message=f"the step can't be started: {error.strerror}")
            return self.current
        self._watching = asyncio.create_task(self._watch(self._process))
        self._tell()
        return self.current

    async def cancel(self) -> None:
        """Interrupt the step and wait until it has ended; what it has stored stays, and the next run completes it."""
        process, watching = self._process, self._watching
        if process is None or watching is None or process.returncode is not None:
            return
        self._cancelled = True
        with suppress(ProcessLookupError):
            process.send_signal(signal.SIGINT)
        try:
            await asyncio.wait_for(asyncio.shield(watching), _GRACE)
        except TimeoutError:
            with suppress(ProcessLookupError, PermissionError):
                os.killpg(process.pid, signal.SIGKILL)
            await watching

    async def _watch(self, process: asyncio.subprocess.Process) -> None:
        assert process.stdout is not None  # noqa: S101 - asked for above
        assert process.stderr is not None  # noqa: S101
        errors = asyncio.create_task(_tail(process.stderr))
        end: dict[str, Any] | None = None
        with suppress(ValueError):  # a line without end: what follows it is not read
            async for line in process.stdout:
                said = _read(line)
                if "end" in said:
                    end = said
                elif "done" in said:
                    self._progress(said)
        await process.wait()
        last = await errors
        if self._cancelled:
            self._end("cancelled")
        elif end is None:
            self._end("failed", message=f"it stopped without a word: {last or f'exit code {process.returncode}'}")
        else:
            state = end["end"] if end["end"] in ("done", "cancelled") else "failed"
            self._end(
                state,
                message=end.get("message"),
                problems=end.get("problems", {}),
                counts=end.get("counts", {}),
                board=end.get("board"),
            )

    def _progress(self, said: Mapping[str, Any]) -> None:
        job, done = self._job(), int(said["done"])
        minutes = max(time.monotonic() - self._began, 1e-9) / 60
        job |= {
            "done": done,
            "failed": int(said["failed"]),
            "remaining": int(said["of"]) - done,
            "per_minute": round(done / minutes, 1) if done else None,
            "last": said["last"],
        }
        if not done:
            self._began = time.monotonic()  # the rate is of the work, not of starting it
        if time.monotonic() - self._told > _BETWEEN or not job["remaining"]:
            self._tell()

    def _end(self, state: str, **fields: Any) -> None:
        self.current = {**self._job(), "state": state, **fields}
        self._process = None
        self._tell(ended=True)

    def _job(self) -> dict[str, Any]:
        assert self.current is not None  # noqa: S101 - a step was started
        return self.current

    def _tell(self, *, ended: bool = False) -> None:
        self._told = time.monotonic()
        job = self._job()
        emit(self._logger, "grading", job["handin"], job)
        if ended:
            emit(self._logger, "teaching", job["handin"])
            emit(self._logger, "handins", job["handin"])


def _job(request: Mapping[str, Any]) -> dict[str, Any]:
    return {
        "step": request["step"],
        "handin": request["handin"],
        "state": "running",
        "done": 0,
        "failed": 0,
        "remaining": None,
        "per_minute": None,
        "last": None,
        "message": None,
        "problems": {},
        "counts": {},
        "board": None,
    }


def _read(line: bytes) -> dict[str, Any]:
    try:
        said = json.loads(line)
    except ValueError:
        return {}
    return said if isinstance(said, dict) else {}


async def _tail(stream: asyncio.StreamReader) -> str:
    """Read a stream to its end and return its last line; a full pipe would stop the step."""
    kept = b""
    while chunk := await stream.read(2**16):
        kept = (kept + chunk)[-4000:]
    lines = [line for line in kept.decode(errors="replace").splitlines() if line.strip()]
    return lines[-1].strip()[:300] if lines else ""
