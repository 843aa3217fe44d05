"""What is the same in every student's process, with a sandbox and without: descriptors, limits, the way out."""

from __future__ import annotations

import os
import resource
import sys
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Callable

    from underhood_grading.sandbox.limits import Limits

__all__ = ["keep_open", "limit_resources", "quiet", "run_and_exit", "set_limit"]


def quiet() -> None:
    """Have nothing on the standard descriptors: the terminal and the logs are the teacher's."""
    nothing = os.open(os.devnull, os.O_RDWR)
    for descriptor in (0, 1, 2):
        os.dup2(nothing, descriptor)
    if nothing > 2:
        os.close(nothing)


def keep_open(wanted: set[int]) -> None:
    """Close every descriptor but the standard ones and these."""
    start = 3
    for descriptor in sorted(number for number in wanted if number > 2):
        os.closerange(start, descriptor)
        start = descriptor + 1
    os.closerange(start, 1 << 20)  # one call of the kernel's on Linux, whatever the number


def limit_resources(limits: Limits) -> None:
    """Set the limits that one process has: core dumps, open files, a file's size, private data."""
    megabyte = 1 << 20
    set_limit(resource.RLIMIT_CORE, 1)  # 0 would still start the system's crash handler, as root, outside
    set_limit(resource.RLIMIT_NOFILE, limits.open_files)
    set_limit(resource.RLIMIT_FSIZE, limits.file_mb * megabyte)
    if Path("/dev/nvidiactl").exists():  # CUDA reserves address space far beyond what it uses
        return
    # So that one process usually meets a MemoryError that Python shows, and not the keeper's kill.
    asked, resident = _own_memory()
    set_limit(resource.RLIMIT_DATA, limits.memory_mb * megabyte + max(0, asked - resident))


def set_limit(what: int, value: int) -> None:
    """Lower one of the process's limits to `value`, for good."""
    hard = resource.getrlimit(what)[1]
    bound = value if hard == resource.RLIM_INFINITY else min(value, hard)
    resource.setrlimit(what, (bound, bound))


def _own_memory() -> tuple[int, int]:
    """Return the bytes of private data this process has asked for, and those of them in memory; 0 where unknown."""
    try:
        lines = Path("/proc/self/status").read_text("ascii").splitlines()
    except OSError:  # not Linux
        return 0, 0
    fields = dict(line.split(":", 1) for line in lines)
    asked, resident = (int(fields.get(name, "0 kB").split()[0]) * 1024 for name in ("VmData", "RssAnon"))
    return asked, resident


def run_and_exit(run: Callable[[], None]) -> None:
    """Run, and end with 0, or with what SystemExit says, or with 1 after another exception. Never returns."""
    code = 1
    try:
        run()
        code = 0
    except SystemExit as request:
        code = request.code if isinstance(request.code, int) else int(request.code is not None)
    except BaseException:  # noqa: BLE001 - the last frame of a fork
        sys.excepthook(*sys.exc_info())
    finally:
        os._exit(code & 0xFF)
