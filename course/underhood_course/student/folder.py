"""The student's folder: where things lie, that nothing leads out of it, and what is said where it takes nothing."""

from __future__ import annotations

import errno
from contextlib import ExitStack, contextmanager
from pathlib import Path, PurePosixPath
from typing import TYPE_CHECKING

from underhood_course.student.lock import LockedError, locked

if TYPE_CHECKING:
    from collections.abc import Iterator

STATE_FOLDER = ".underhood"  # the student's own state, beside the work
PAGES_LOCK = "pages.lock"
PATIENCE = 10.0  # seconds to wait for another server that replaces a page, which takes it a fraction of one


class WorkspaceError(RuntimeError):
    """The student's folder can't take a page; the message says why and what to do."""


class OutsideError(WorkspaceError):
    """A path that leads out of the student's folder or the course, through a link for example."""


class NotFetchedError(WorkspaceError):
    """A hand-in that is not in the student's folder yet."""


class ChangedError(WorkspaceError):
    """A page that is no longer as it was when the student was asked what to do with it."""


class InUseError(WorkspaceError):
    """Another server on the student's folder is replacing pages and does not end."""


class Folder:
    """A student's folder and the state in it.

    >>> folder = Folder(Path.home() / "underhood")
    >>> folder.inside("m1/../../x")
    Traceback (most recent call last):
    underhood_course.student.folder.OutsideError: m1/../../x leads out of /home/ada/underhood
    """

    def __init__(self, root: Path) -> None:
        self.root = root.resolve()
        self.state = self.root / STATE_FOLDER

    def inside(self, path: str) -> Path:
        """Return `path`, relative to the student's folder, as a file in it; raise `OutsideError` if it leads out."""
        target = self.root / PurePosixPath(path)
        try:
            leads_out = not target.resolve().is_relative_to(self.root)
        except (ValueError, OSError, RuntimeError):  # a NUL, a name too long, links in a circle
            leads_out = True
        if leads_out:
            raise OutsideError(f"{path} leads out of {self.root}")
        return target

    @contextmanager
    def replacing(self, title: str) -> Iterator[None]:
        """Be the only one that replaces pages of this folder, among all servers on it, as a hub's named servers are.

        >>> with folder.replacing("Introduction to GPUs"):
        ...     write_atomically(folder.inside("m1/gpus.ipynb"), content)

        Raises `InUseError` if another one goes on doing so. Not to be entered again inside.
        """
        lock = self.inside(f"{STATE_FOLDER}/{PAGES_LOCK}")
        with ExitStack() as held:
            with self.writing(f"replace {title}"):
                try:
                    held.enter_context(locked(lock, PATIENCE))
                except LockedError:
                    message = f"{title} is being changed by another server of yours; try again in a moment"
                    raise InUseError(message) from None
            yield

    @contextmanager
    def writing(self, what: str) -> Iterator[None]:
        """Turn a failure to write into one sentence: `with folder.writing("copy m1/gpu.ipynb"): …`."""
        try:
            yield
        except PermissionError as error:
            raise WorkspaceError(f"can't write in {self.root}: permission denied for {error.filename}") from None
        except FileNotFoundError as error:
            message = f"can't {what}: {error.filename} is gone; is the course still where it was?"
            raise WorkspaceError(message) from None
        except OSError as error:
            advice = "; make room and try again" if error.errno in (errno.ENOSPC, errno.EDQUOT) else ""
            raise WorkspaceError(f"can't {what} into {self.root}: {error.strerror}{advice}") from None
