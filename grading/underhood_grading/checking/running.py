"""The server's side of Check: one process per hand-in, watched, limited and ended from outside."""

from __future__ import annotations

import asyncio
import json
import os
import sys
from contextlib import suppress
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any, TypedDict

import psutil

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence
    from pathlib import Path

    from underhood_course.limits import Limits

__all__ = ["Checks", "Progress"]

_START = 60.0  # seconds that importing nbgrader and starting a kernel may take on a slow machine
_LINE = 16_000_000  # bytes; every failed cell's traceback is in the last line
_ENDING = 5.0  # seconds for a kernel to end by itself


class Progress(TypedDict):
    """Cells that were run, and cells to run; 0 until that is known."""

    done: int
    of: int


@dataclass
class _Run:
    task: asyncio.Task[dict[str, Any]]
    progress: Progress = field(default_factory=lambda: Progress(done=0, of=0))
    cancelled: bool = False


class Checks:
    """The checks that are under way in a server.

    >>> checks = Checks(on_progress=lambda name, progress: None)
    >>> found = await checks.run("convolution", [Path("convolution/convolution.ipynb")], Limits(), cwd=Path("."))
    >>> found["problem"], found["failed"]
    (None, [])

    `on_progress` is called on the event loop, with None at the end.
    """

    def __init__(self, on_progress: Callable[[str, Progress | None], None]) -> None:
        self._on_progress = on_progress
        self._runs: dict[str, _Run] = {}

    def under_way(self) -> dict[str, Progress]:
        """Return how far each check has come."""
        return {name: run.progress for name, run in self._runs.items()}

    async def run(self, name: str, files: Sequence[Path], limits: Limits, *, cwd: Path) -> dict[str, Any]:
        """Check a hand-in's notebooks: what handins.schema.json's `check` has, but `version` and `time`.

        Asked again while it is under way, for example from another window, it gives the same result. Never raises for
        what a notebook does.
        """
        run = self._runs.get(name)
        if run is None:
            task = asyncio.ensure_future(self._check(name, files, limits, cwd))
            run = self._runs[name] = _Run(task)
            task.add_done_callback(lambda _: self._ended(name))
        # A window that is closed meanwhile does not end the check.
        return await asyncio.shield(run.task)

    def cancel(self, name: str) -> bool:
        """End a check; say whether there was one."""
        run = self._runs.get(name)
        if run is None:
            return False
        run.cancelled = True
        run.task.cancel()
        return True

    def _ended(self, name: str) -> None:
        self._runs.pop(name, None)
        self._on_progress(name, None)

    async def _check(self, name: str, files: Sequence[Path], limits: Limits, cwd: Path) -> dict[str, Any]:
        try:
            return await self._process(name, files, limits, cwd)
        except asyncio.CancelledError:
            run = self._runs.get(name)
            if run is None or not run.cancelled:
                raise
            return _nothing("it was stopped")
        except OSError as error:
            return _nothing(f"it can't be started: {error.strerror or error}")

    async def _process(self, name: str, files: Sequence[Path], limits: Limits, cwd: Path) -> dict[str, Any]:
        reading, writing = os.pipe()
        try:
            process = await asyncio.create_subprocess_exec(
                sys.executable,
                *("-m", "underhood_grading.checking", str(writing), str(limits.cell_seconds or limits.seconds)),
                *(str(file) for file in files),
                stdin=asyncio.subprocess.DEVNULL,
                stdout=asyncio.subprocess.DEVNULL,
                stderr=asyncio.subprocess.DEVNULL,
                pass_fds=(writing,),
                cwd=cwd,
            )
        except BaseException:
            os.close(reading)
            raise
        finally:
            os.close(writing)
        seconds = limits.seconds * max(1, len(files))
        try:
            return await self._listen(name, reading, seconds)
        except TimeoutError:
            progress = self._runs[name].progress
            place = f" in cell {progress['done'] + 1} of {progress['of']}" if progress["of"] else ""
            return _nothing(f"it ran longer than the {seconds:g} seconds that grading allows; it was stopped{place}")
        finally:
            await _end(process)

    async def _listen(self, name: str, reading: int, seconds: float) -> dict[str, Any]:
        reader = asyncio.StreamReader(limit=_LINE)
        loop = asyncio.get_running_loop()
        transport, _ = await loop.connect_read_pipe(
            lambda: asyncio.StreamReaderProtocol(reader), os.fdopen(reading, "rb", buffering=0)
        )
        try:
            first = await asyncio.wait_for(reader.readline(), _START)
            end = loop.time() + seconds
            line = first
            while line:
                told = _understood(line)
                if "found" in told:
                    return {**_nothing(None), **told["found"]}
                if "problem" in told:
                    return _nothing(str(told["problem"]))
                self._tell(name, Progress(done=int(told["done"]), of=int(told["of"])))
                line = await asyncio.wait_for(reader.readline(), max(0.0, end - loop.time()))
        finally:
            transport.close()
        return _nothing("its process ended without a result; the notebook may need more memory than there is")

    def _tell(self, name: str, progress: Progress) -> None:
        if name in self._runs:
            self._runs[name].progress = progress
            self._on_progress(name, progress)


def _understood(line: bytes) -> dict[str, Any]:
    try:
        told = json.loads(line)
    except (ValueError, RecursionError):
        return {"problem": "what it found can't be read"}
    return told if isinstance(told, dict) else {"problem": "what it found can't be read"}


def _nothing(problem: str | None) -> dict[str, Any]:
    return {"problem": problem, "type_changed": [], "changed": [], "failed": []}


async def _end(process: asyncio.subprocess.Process) -> None:
    """End the process and its kernel, which stands in a session of its own."""
    family: list[psutil.Process] = []
    with suppress(psutil.Error):
        family = psutil.Process(process.pid).children(recursive=True)
    if process.returncode is None:
        with suppress(ProcessLookupError):
            process.terminate()
        try:
            await asyncio.wait_for(process.wait(), _ENDING)
        except TimeoutError:
            with suppress(ProcessLookupError):
                process.kill()
            await process.wait()
    for one in family:
        with suppress(psutil.Error):
            one.kill()
