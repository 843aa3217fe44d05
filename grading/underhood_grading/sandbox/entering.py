"""Going into the sandbox around a template after the imports, so that the judge's and the students' side share them.

`hold` has bubblewrap make a sandbox and keep it open; `enter` takes a process there that was started outside.
"""

from __future__ import annotations

import fcntl
import json
import os
import subprocess
import sys
import tempfile
from contextlib import nullcontext, suppress
from pathlib import Path
from typing import IO, TYPE_CHECKING, Self

from underhood_grading.sandbox import kernel
from underhood_grading.sandbox.outside import (
    UNPRIVILEGED,
    command,
    environment,
    groups_of_graphics_cards,
    is_administrator,
)

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

__all__ = ["Held", "enter"]

_READY = b"ready\n"
# Says that all is made, then waits until nobody holds the other end any more.
_HOLDER = ["sh", "-c", f"echo {_READY.decode().strip()} && exec cat"]
_NAMESPACES = ("ipc", "uts", "cgroup", "net", "pid", "mnt")  # the files' last: /proc is then another
_NS_GET_USERNS = 0xB701  # from Linux's include/uapi/linux/nsfs.h


class Held:
    """A sandbox that bubblewrap holds open, with nobody in it.

    >>> held = Held()
    >>> subprocess.Popen([sys.executable, …], executable=held.executable, pass_fds=held.descriptors)
    >>> held.let_go()

    The process that is started so may `enter(*held.descriptors)`. After `let_go` the sandbox lasts until nobody has the
    last of the descriptors open any more, and no longer than the *thread* that made it. `environment` is bubblewrap's
    own; what it says goes to the file `words`. Raises ValueError as `command` does, OSError with what bubblewrap said
    last, or the kernel, if there is no sandbox.
    """

    def __init__(
        self,
        words: IO[bytes] | None = None,
        *,
        readable: Sequence[Path] = (),
        environment: Mapping[str, str] | None = None,
    ) -> None:
        line = command(_HOLDER, readable=readable)
        with nullcontext(words) if words else tempfile.TemporaryFile() as file:
            self._hold(file, line, environment)

    def _hold(self, words: IO[bytes], line: list[str], environment: Mapping[str, str] | None) -> None:
        self._open: list[int] = []
        ready, said = os.pipe()
        wait, alive = os.pipe()
        self._open.append(alive)
        try:
            self.process = subprocess.Popen(
                [line[0], "--info-fd", str(said), *line[1:]],
                stdin=wait,
                stdout=said,
                stderr=words,
                pass_fds=[said],
                env=environment,
                start_new_session=True,  # Ctrl-C is the caller's to handle
            )
        except BaseException:
            self.let_go()
            os.close(ready)
            raise
        finally:
            os.close(said)
            os.close(wait)
        try:
            holder = _holder(ready, words)
            self._root = self._opened(f"/proc/{holder}/root", os.O_PATH)
            namespaces = self._namespaces(f"/proc/{holder}/ns")
        except BaseException:
            self.end()
            raise
        finally:
            os.close(ready)
        self.descriptors = (*namespaces, alive)

    def _opened(self, file: str, how: int = os.O_RDONLY) -> int:
        self._open.append(os.open(file, how | os.O_CLOEXEC))
        return self._open[-1]

    def _namespaces(self, folder: str) -> list[int]:
        """Open the sandbox's namespaces, in the order in which they can be gone into."""
        ours = "/proc/self/ns"
        same = [name for name in _NAMESPACES if _same(f"{folder}/{name}", f"{ours}/{name}")]
        if set(same) - {"cgroup"}:  # which bubblewrap makes if it can
            message = f"bubblewrap made no namespaces for: {', '.join(same)}"
            raise OSError(message)
        others = [self._opened(f"{folder}/{name}") for name in _NAMESPACES if name not in same]
        # Only the user namespace that the others were made in gives the rights to go there; bubblewrap itself left it.
        first = fcntl.ioctl(others[-1], _NS_GET_USERNS)
        self._open.append(first)
        before = [] if _same(f"/proc/self/fd/{first}", f"{ours}/user") else [first]
        after = [] if _same(f"{folder}/user", f"/proc/self/fd/{first}") else [self._opened(f"{folder}/user")]
        return [*before, *others, *after]

    @property
    def executable(self) -> str:
        """This Python as the sandbox has it: what was run so can't be changed through /proc/self/exe from within."""
        return f"/proc/{os.getpid()}/fd/{self._root}{os.path.realpath(sys.executable)}"

    def let_go(self) -> None:
        """Close the descriptors, once the process that enters has its own."""
        while self._open:
            os.close(self._open.pop())

    def end(self) -> None:
        """End it, and whoever is in it."""
        self.let_go()
        with suppress(ProcessLookupError, PermissionError):
            self.process.kill()
        self.process.wait()

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self.end()


def enter(*descriptors: int) -> None:
    """Go on in the sandbox that a caller holds: returns in a fork, with no rights and a small environment.

    The process that called it ends. `descriptors` are `Held`'s, of which the last one stays open.

    Needs a process without threads (`os.fork` makes one). Where the kernel refuses, it says so on stderr and ends.
    """
    try:
        _enter(descriptors[:-1])
    except OSError as error:
        sys.exit(f"the sandbox can't be entered: {error}")
    os.environ.pop("LD_LIBRARY_PATH", None)
    os.environ.update(environment(Path("/tmp")), PYTHONDONTWRITEBYTECODE="1")
    sys.dont_write_bytecode = True


def _enter(namespaces: Sequence[int]) -> None:
    administrator = is_administrator()
    groups = groups_of_graphics_cards() if administrator else []
    kernel.copy_shared_memory()
    for one in namespaces:
        kernel.setns(one)
        os.close(one)
    os.chdir("/tmp")
    if os.fork() != 0:  # only forks are in the namespace of processes
        os._exit(0)
    os.setsid()
    kernel.prctl(kernel.PR_SET_NO_NEW_PRIVS, 1)
    kernel.narrow_capabilities()
    if administrator:
        os.setgroups(groups)
        os.setresgid(UNPRIVILEGED, UNPRIVILEGED, UNPRIVILEGED)
        os.setresuid(UNPRIVILEGED, UNPRIVILEGED, UNPRIVILEGED)
    kernel.drop_own_capabilities()
    kernel.prctl(kernel.PR_SET_DUMPABLE, 1)  # another account was taken on: its files in /proc would be root's


def _holder(ready: int, words: IO[bytes]) -> int:
    """Wait until a sandbox is made, and return the number of a process in it."""
    said = b""
    while not said.endswith(_READY):
        more = os.read(ready, 4096)
        if not more:
            words.seek(0)
            last = (words.read().decode(errors="replace").strip().splitlines() or ["bubblewrap said nothing"])[-1]
            raise OSError(last)
        said += more
    # A small JSON object, over several lines, of which later bubblewraps tell more.
    return int(json.loads(said.removesuffix(_READY))["child-pid"])


def _same(one: str, other: str) -> bool:
    """Return whether two of the kernel's names are of one namespace."""
    return os.path.samestat(os.stat(one), os.stat(other))  # noqa: PTH116
