"""Going into the sandbox around a template after the imports, so that the judge's and the students' side share them.

`hold` has bubblewrap make a sandbox and keep it open; `enter` takes a process there that was started outside. What can
go wrong is said on stderr, as bubblewrap does.
"""

from __future__ import annotations

import fcntl
import json
import os
import subprocess
import sys
from dataclasses import dataclass
from pathlib import Path
from typing import IO, TYPE_CHECKING

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

__all__ = ["Held", "enter", "hold", "holder_in"]

_READY = b"ready\n"
# Says that all is made, then waits until nobody holds the other end any more.
_HOLDER = ["sh", "-c", f"echo {_READY.decode().strip()} && exec cat"]
_NAMESPACES = ("ipc", "uts", "cgroup", "net", "pid", "mnt")
_NS_GET_USERNS = 0xB701  # from Linux's include/uapi/linux/nsfs.h


@dataclass(frozen=True)
class Held:
    """A sandbox that is held open: by which process, and what `enter` needs to go in, to be inherited."""

    process: subprocess.Popen[bytes]
    descriptors: tuple[int, int]

    def close(self) -> None:
        """Let go of the descriptors, once the process that enters has them: the sandbox then lasts as long as it."""
        for one in self.descriptors:
            os.close(one)


def hold(
    words: IO[bytes] | int, *, readable: Sequence[Path] = (), environment: Mapping[str, str] | None = None
) -> Held:
    """Have bubblewrap make a sandbox and hold it open; what it has to say goes to `words`.

    >>> held = hold(log)
    >>> subprocess.Popen([…, *map(str, held.descriptors)], pass_fds=held.descriptors)
    >>> held.close()

    It ends with the *thread* that called this. `environment` is bubblewrap's own. Raises ValueError as `command` does,
    OSError where bubblewrap can't be started.
    """
    line = command(_HOLDER, readable=readable)
    ready, said = os.pipe()
    wait, alive = os.pipe()
    try:
        process = subprocess.Popen(
            [line[0], "--info-fd", str(said), *line[1:]],
            stdin=wait,
            stdout=said,
            stderr=words,
            pass_fds=[said],
            env=environment,
            start_new_session=True,  # Ctrl-C is the caller's to handle
        )
    except BaseException:
        os.close(ready)
        os.close(alive)
        raise
    finally:
        os.close(said)
        os.close(wait)
    return Held(process, (ready, alive))


def holder_in(ready: int) -> int:
    """Wait until a sandbox is made, and return the number of a process in it; `ready` is `Held`'s first descriptor.

    Ends this process where it can't be made: bubblewrap has said why.
    """
    said = b""
    while not said.endswith(_READY):
        more = os.read(ready, 4096)
        if not more:
            sys.exit(1)
        said += more
    os.close(ready)
    # A small JSON object, over several lines, of which later bubblewraps tell more.
    return int(json.loads(said.removesuffix(_READY))["child-pid"])


def enter(holder: int) -> None:
    """Go on in the sandbox that a caller holds: returns in a fork, with no rights and a small environment.

    The process that called it ends. `holder` is what `holder_in` found; the sandbox lasts until nobody has the second
    of `Held`'s descriptors open any more.

    Needs a process without threads (`os.fork` makes one). Where the kernel refuses, it says so and ends.
    """
    try:
        _enter(holder)
    except OSError as error:
        sys.exit(f"the sandbox can't be entered: {error}")
    os.environ.update(environment(Path("/tmp")), PYTHONDONTWRITEBYTECODE="1")
    sys.dont_write_bytecode = True


def _enter(holder: int) -> None:
    administrator = is_administrator()
    groups = groups_of_graphics_cards() if administrator else []
    others = [one for name in _NAMESPACES if (one := _another(f"/proc/{holder}/ns/{name}", f"/proc/self/ns/{name}"))]
    # Only the user namespace that the others were made in gives the rights to go there; bubblewrap itself left it.
    first = fcntl.ioctl(others[-1], _NS_GET_USERNS)
    maker = _another(f"/proc/self/fd/{first}", "/proc/self/ns/user")
    last = _another(f"/proc/{holder}/ns/user", f"/proc/self/fd/{first}")
    os.close(first)
    for one in (maker, *others, last):
        if one is not None:
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


def _another(namespace: str, known: str) -> int | None:
    """Open a namespace, unless it is the known one."""
    if os.stat(namespace).st_ino == os.stat(known).st_ino:  # noqa: PTH116  # the kernel's
        return None
    return os.open(namespace, os.O_RDONLY | os.O_CLOEXEC)
