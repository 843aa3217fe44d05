"""The side of a Dask worker: a submission in, its result out, by warm processes that are kept for the next."""

from __future__ import annotations

import atexit
import pickle
import socket
import threading
from collections import OrderedDict
from contextlib import contextmanager
from dataclasses import dataclass, field
from functools import cache, lru_cache
from importlib.metadata import version
from typing import TYPE_CHECKING

from underhood_grading import sandbox
from underhood_grading.runner import RunnerError, default_workers

from .checking import write_judged, write_refusal
from .local import LocalEngine
from .work import Judged

if TYPE_CHECKING:
    from collections.abc import Iterator

    from .material import Material
    from .work import Submission

__all__ = ["Engines", "here", "judge", "our_version"]

_KEPT = 2  # engines that nobody uses: a teacher goes back and forth between two hand-ins at most
_IDLE = 300.0  # seconds after which they are closed, too


def judge(packed: bytes, packed_submission: bytes, wanted_version: str, confined: bool) -> bytes:
    """Grade a submission, in one of a worker's threads.

    Returns what `checking.read_judged` reads: a result, or why this worker can grade nobody's
    submission. The arguments are pickled by the caller, whose functions a worker runs anyway;
    what comes back is not.
    """
    try:
        material, modules = _unpacked(packed, wanted_version)
        submission: Submission = pickle.loads(packed_submission)  # noqa: S301
        if confined:
            _require_sandbox()
        with _ENGINES.use(material, modules, confined) as engine:
            judged = _judged(engine, material, submission)
    except _RefusalError as error:
        return write_refusal(f"worker {here()}: {error}")
    return write_judged(judged)


def here() -> str:
    """Return this machine's name, for people who look for it."""
    return socket.gethostname()


@cache
def our_version() -> str:
    """Return Underhood's version."""
    return version("underhood")


class _RefusalError(Exception):
    """Why this worker can't grade, and what to do."""


@lru_cache(maxsize=4)
def _unpacked(packed: bytes, wanted_version: str) -> tuple[Material, tuple[str, ...]]:
    if our_version() != wanted_version:
        message = f"it has Underhood {our_version()}, and you have {wanted_version}; install the same on both"
        raise _RefusalError(message)
    material: Material = pickle.loads(packed)  # noqa: S301 - the caller's, see `judge`
    return material, tuple(material.modules())


@cache
def _require_sandbox() -> None:
    found = sandbox.probe()
    if not found.available:
        message = f"students' code can't be kept from its files: {found.reason}; {found.cure}"
        raise _RefusalError(message)


def _judged(engine: LocalEngine, material: Material, submission: Submission) -> Judged:
    try:
        return engine.judge(submission, material)
    except Exception as error:  # noqa: BLE001 - one submission must never stop the others
        problem = f"grading it failed on {here()} ({type(error).__name__}: {error})"
        return Judged(submission.student, problems=(problem,), failed=True)


@dataclass
class _Kept:
    engine: LocalEngine | None = None
    users: int = 0
    starting: threading.Lock = field(default_factory=threading.Lock)


class Engines:
    """The engines of this process, one for each set of modules that hand-ins import.

    >>> with Engines().use(material, modules, confined=True) as engine:
    ...     engine.judge(submission, material)
    """

    def __init__(self) -> None:
        self._lock = threading.Lock()
        self._kept: OrderedDict[tuple[tuple[str, ...], bool], _Kept] = OrderedDict()
        self._timer: threading.Timer | None = None

    @contextmanager
    def use(self, material: Material, modules: tuple[str, ...], confined: bool) -> Iterator[LocalEngine]:
        """Give an engine, started when it is asked for first. Raises _RefusalError if it does not start."""
        key = modules, confined
        with self._lock:
            kept = self._kept.setdefault(key, _Kept())
            self._kept.move_to_end(key)
            kept.users += 1
            self._close_unused(_KEPT)
        try:
            with kept.starting:
                if kept.engine is None:
                    # Dask's worker has several threads, or has several beside it: a core for each submission.
                    kept.engine = LocalEngine(material, workers=default_workers(), confined=confined)
            yield kept.engine
        except RunnerError as error:
            raise _RefusalError(str(error)) from error
        finally:
            with self._lock:
                kept.users -= 1
                self._close_later()

    def close(self) -> None:
        """Close the engines that nobody uses."""
        with self._lock:
            self._close_unused(0)

    def _close_unused(self, most: int) -> None:
        for key, kept in list(self._kept.items()):
            if len(self._kept) <= most:
                return
            if kept.users == 0:
                del self._kept[key]
                if kept.engine is not None:
                    kept.engine.close()

    def _close_later(self) -> None:
        if self._timer is not None:
            self._timer.cancel()
        self._timer = threading.Timer(_IDLE, self.close)
        self._timer.daemon = True
        self._timer.start()


_ENGINES = Engines()
atexit.register(_ENGINES.close)
