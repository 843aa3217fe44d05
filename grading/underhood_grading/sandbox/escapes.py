"""What a student's code could try, tried: each attempt says whether it got through.

Run in the student's process by `trial`. An attempt that fails raises OSError or returns False.
"""

from __future__ import annotations

import ctypes
import os
import socket
import stat
import sys
import time
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from underhood_grading.sandbox import kernel

if TYPE_CHECKING:
    from collections.abc import Callable

__all__ = ["ATTEMPTS", "Bait", "escaped"]

_PTRACE_TRACEME = 0
_INTERNET = "192.0.2.1"  # set aside for documentation: nobody answers, but a network would try


@dataclass(frozen=True)
class Bait:
    """What lies outside, put there to be reached: a TCP port, Unix sockets, files, an environment variable."""

    port: int
    abstract: str
    unix: str
    files: tuple[str, ...]
    secret: str


def escaped(bait: Bait) -> list[str]:
    """Try everything; return what worked, in words."""
    worked = []
    for what, attempt in ATTEMPTS.items():
        try:
            if attempt(bait):
                worked.append(what)
        except OSError:
            pass
    return worked


def _connects(family: int, address: tuple[str, int] | str, kind: int = socket.SOCK_STREAM) -> bool:
    with socket.socket(family, kind) as one:
        one.settimeout(0.2)
        one.connect(address)
    return True


def _sees_environment(bait: Bait) -> bool:
    if bait.secret in os.environ.values():
        return True
    for file in Path("/proc").glob("[0-9]*/environ"):
        try:
            if bait.secret.encode() in file.read_bytes():
                return True
        except OSError:
            continue
    return False


def _reads_a_file(bait: Bait) -> bool:
    return any(Path(file).exists() for file in (*bait.files, "/etc/shadow"))


def _sees_processes(_bait: Bait) -> bool:
    return len(list(Path("/proc").glob("[0-9]*"))) > 2  # itself and the namespace's first


def _writes_to_the_system(_bait: Bait) -> bool:
    folders = {"/", "/usr", "/etc", "/dev", "/proc", sys.prefix, sys.base_prefix, str(Path(__file__).parent)}
    written = False
    for folder in folders:
        try:
            Path(folder, "underhood-trial").write_text("", "utf-8")
            Path(folder, "underhood-trial").unlink()
            written = True
        except OSError:
            continue
    return written


def _changes_its_program(_bait: Bait) -> bool:
    os.chmod("/proc/self/exe", stat.S_IMODE(os.stat("/proc/self/exe").st_mode))  # noqa: PTH101, PTH116  # as it is
    return True


def _changes_the_kernel(_bait: Bait) -> bool:
    file = Path("/proc/sys/kernel/core_pattern")
    file.write_text(file.read_text("ascii"), "ascii")
    return True


def _traces(_bait: Bait) -> bool:
    return int(kernel.libc.ptrace(ctypes.c_long(_PTRACE_TRACEME), 0, None, None)) == 0


def _mounts(_bait: Bait) -> bool:
    kernel.mount("tmpfs", "/tmp", "tmpfs", 0)
    return True


def _makes_namespaces(_bait: Bait) -> bool:
    kernel.unshare(kernel.CLONE_NEWUSER)
    return True


def _becomes_root(_bait: Bait) -> bool:
    os.setuid(0)
    return True


def _survives(_bait: Bait) -> bool:
    """Leave a process behind that holds the inherited descriptors; whether it lives on shows at their other ends."""
    if os.fork() == 0:
        os.setsid()
        if os.fork() == 0:
            time.sleep(3600)
        os._exit(0)
    return False


# The order matters: the last leaves a process behind.
ATTEMPTS: dict[str, Callable[[Bait], bool]] = {
    "reach this machine's own network": lambda bait: _connects(socket.AF_INET, ("127.0.0.1", bait.port)),
    "reach the internet": lambda _: _connects(socket.AF_INET, (_INTERNET, 9), socket.SOCK_DGRAM),
    "reach another process's abstract socket": lambda bait: _connects(socket.AF_UNIX, "\0" + bait.abstract),
    "reach another process's socket": lambda bait: _connects(socket.AF_UNIX, bait.unix),
    "read the teacher's environment": _sees_environment,
    "read the teacher's files": _reads_a_file,
    "see the teacher's processes": _sees_processes,
    "write to the system": _writes_to_the_system,
    "change the program that it runs": _changes_its_program,
    "change the kernel's settings": _changes_the_kernel,
    "become root": _becomes_root,
    "trace processes": _traces,
    "mount file systems": _mounts,
    "make namespaces": _makes_namespaces,
    "live on after its end": _survives,
}
