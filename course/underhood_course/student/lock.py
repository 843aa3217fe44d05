"""One writer at a time among threads and processes, for as long as each of them lives."""

from __future__ import annotations

import errno
import sys
import threading
import time
from contextlib import contextmanager, suppress
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterator
    from io import BufferedRandom
    from pathlib import Path


UNSUPPORTED = {errno.ENOLCK, errno.ENOSYS, errno.ENOTSUP, errno.EOPNOTSUPP}

# By file. Over NFS a system's lock is the process's, not the thread's.
_threads: dict[Path, threading.Lock] = {}


class LockedError(TimeoutError):
    """Another process held the lock all the time."""


@contextmanager
def locked(file: Path, patience: float) -> Iterator[None]:
    """Hold the lock that `file`, made if need be, stands for; the system frees it if the process is killed.

    >>> with locked(state / "progress.lock", patience=10):
    ...     write_atomically(state / "progress.json", content)

    Raises `LockedError` after `patience` seconds. On a file system without locks only this process's threads exclude
    one another.
    """
    end = time.monotonic() + patience
    thread = _threads.setdefault(file, threading.Lock())
    if not thread.acquire(timeout=patience):
        raise LockedError(f"{file} was held for {patience:g} s")
    try:
        file.parent.mkdir(parents=True, exist_ok=True)
        with file.open("a+b") as stream:
            held = _hold(stream, end, file, patience)
            try:
                yield
            finally:
                if held:
                    _release(stream)
    finally:
        thread.release()


def _hold(stream: BufferedRandom, end: float, file: Path, patience: float) -> bool:
    while True:
        try:
            _try(stream)
        except OSError as error:
            if error.errno in UNSUPPORTED:
                return False
            if error.errno not in (errno.EAGAIN, errno.EACCES, errno.EDEADLK):
                raise
            if time.monotonic() > end:
                raise LockedError(f"{file} was held for {patience:g} s") from None
            time.sleep(0.005)
        else:
            return True


if sys.platform == "win32":
    import msvcrt

    def _try(stream: BufferedRandom) -> None:
        stream.seek(0)
        msvcrt.locking(stream.fileno(), msvcrt.LK_NBLCK, 1)

    def _release(stream: BufferedRandom) -> None:
        stream.seek(0)
        with suppress(OSError):
            msvcrt.locking(stream.fileno(), msvcrt.LK_UNLCK, 1)

else:
    import fcntl

    def _try(stream: BufferedRandom) -> None:
        fcntl.flock(stream, fcntl.LOCK_EX | fcntl.LOCK_NB)

    def _release(stream: BufferedRandom) -> None:
        with suppress(OSError):
            fcntl.flock(stream, fcntl.LOCK_UN)
