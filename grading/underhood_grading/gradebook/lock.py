"""One grading run per course directory."""

from __future__ import annotations

import fcntl
import json
import os
import socket
from contextlib import contextmanager
from datetime import datetime
from typing import TYPE_CHECKING

from underhood_grading.errors import TeachError

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

__all__ = ["grading_lock"]

_held: set[int] = set()


def _let_go() -> None:
    # A forked child would keep the lock when this process is gone.
    for descriptor in _held:
        os.close(descriptor)
    _held.clear()


os.register_at_fork(after_in_child=_let_go)


@contextmanager
def grading_lock(root: Path) -> Iterator[None]:
    """Hold a course directory's lock; it goes with the process, however that ends.

    >>> with grading_lock(course.root):
    ...     grade_the_class()

    Raises TeachError if another run holds it, which names that run's process and when it began, or
    if the lock can't be made.
    """
    file = root / ".underhood" / "grading" / "lock"
    try:
        file.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
        descriptor = os.open(file, os.O_RDWR | os.O_CREAT | os.O_CLOEXEC, 0o600)
    except OSError as error:
        message = f"can't write {file}: {error.strerror}; check the permissions of the course directory"
        raise TeachError(message) from error
    _held.add(descriptor)
    try:
        _take(descriptor, root, file)
        yield
    finally:
        if descriptor in _held:  # not so in a forked child
            _held.discard(descriptor)
            os.close(descriptor)


def _take(descriptor: int, root: Path, file: Path) -> None:
    try:
        fcntl.flock(descriptor, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except BlockingIOError as error:
        message = f"{root} is being graded by another run{_holder(file)}; let it finish, or stop it, then try again"
        raise TeachError(message) from error
    except OSError as error:
        message = f"can't lock {file}: {error.strerror}; put the course directory on a file system that has locks"
        raise TeachError(message) from error
    started = datetime.now().astimezone().isoformat(" ", "seconds")
    said = json.dumps({"pid": os.getpid(), "host": socket.gethostname(), "started": started}).encode()
    os.ftruncate(descriptor, 0)
    os.pwrite(descriptor, said, 0)


def _holder(file: Path) -> str:
    try:
        said = json.loads(file.read_bytes())
        where = "" if said["host"] == socket.gethostname() else f" on {said['host']}"
        return f" (process {said['pid']}{where}, since {said['started']})"
    except (OSError, ValueError, KeyError, TypeError):
        return ""  # it has just begun
