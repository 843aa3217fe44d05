"""The place a student's process lives in: its own namespaces, its own files, no rights.

Three steps, in the order of the functions: the keeper makes the namespaces and the file systems, the first process of
the new process namespace shows only its own processes, the student's process gives up everything it doesn't need.
"""

from __future__ import annotations

import os
import resource
from pathlib import Path
from typing import TYPE_CHECKING

from underhood_grading.sandbox import kernel, landlock
from underhood_grading.sandbox.process import limit_resources, set_limit
from underhood_grading.sandbox.syscalls import filter_system_calls

if TYPE_CHECKING:
    from underhood_grading.sandbox.limits import Limits

__all__ = ["HOME", "confine", "make_namespaces", "show_own_processes"]

HOME = "/student"  # not below a folder that a Python environment may lie in

_NAMESPACES = (
    kernel.CLONE_NEWUSER
    | kernel.CLONE_NEWNS
    | kernel.CLONE_NEWPID
    | kernel.CLONE_NEWNET
    | kernel.CLONE_NEWIPC
    | kernel.CLONE_NEWUTS
)
_USER = 1000  # who the student's process is inside; outside it is whoever runs the template
_FILES = 65536  # files and folders; each costs kernel memory that no process is charged for
_BELONGS_TO_THREADS = 256  # BLAS, numba, torch and software GPUs start one thread a core and pool
_THREADS_A_CORE = 16


def make_namespaces(limits: Limits) -> None:
    """Leave all namespaces but the time's for new ones, with fresh bounded HOME, /tmp and /dev/shm.

    Raises OSError where the kernel refuses.
    """
    user, group = os.geteuid(), os.getegid()
    kernel.unshare(_NAMESPACES)
    _write("/proc/self/setgroups", "deny")
    _write("/proc/self/uid_map", f"{_USER} {user} 1")
    _write("/proc/self/gid_map", f"{_USER} {group} 1")
    kernel.mount(None, "/", None, kernel.MS_REC | kernel.MS_PRIVATE)
    flags = kernel.MS_NOSUID | kernel.MS_NODEV
    kernel.mount("tmpfs", "/tmp", "tmpfs", flags, f"size={limits.disk_mb}m,nr_inodes={_FILES},mode=0755")
    # One file system, so that its size bounds the three together; the last bind hides its root.
    for made, target in (("/tmp/home", HOME), ("/tmp/shm", "/dev/shm"), ("/tmp/tmp", "/tmp")):
        os.mkdir(made)  # noqa: PTH102 - strings, as everything here is for the kernel
        kernel.mount(made, target, None, kernel.MS_BIND)


def show_own_processes() -> None:
    """Mount a /proc of this process namespace, and terminals of its own. For its first process.

    It is read-only, but for NVIDIA's driver.
    """
    flags = kernel.MS_NOSUID | kernel.MS_NODEV | kernel.MS_NOEXEC
    kernel.mount("proc", "/proc", "proc", flags | (0 if _has_cuda() else kernel.MS_RDONLY))
    kernel.mount("devpts", "/dev/pts", "devpts", kernel.MS_NOSUID | kernel.MS_NOEXEC, "newinstance,ptmxmode=0666")


def confine(limits: Limits) -> None:
    """Give up, for good, what a student's process doesn't need: rights, system calls, files, sizes.

    Raises OSError where the kernel refuses, RuntimeError where libseccomp is missing.
    """
    limit_resources(limits)
    set_limit(resource.RLIMIT_MSGQUEUE, 0)
    set_limit(resource.RLIMIT_SIGPENDING, 1024)
    _limit_tasks(limits)
    kernel.prctl(kernel.PR_SET_NO_NEW_PRIVS, 1)
    kernel.drop_capabilities()
    changeable = ["/dev", "/proc"] if _has_cuda() else ["/dev"]
    landlock.restrict(readable=["/"], writable=[HOME, "/tmp", "/dev/shm", "/dev/pts"], changeable=changeable)
    filter_system_calls()


def _has_cuda() -> bool:
    """Return whether NVIDIA's driver is here, which names its threads in /proc/self/task/*/comm or else gives up."""
    return Path("/dev/nvidiactl").exists()


def _limit_tasks(limits: Limits) -> None:
    # Before Linux 5.14 this counts all the teacher's processes everywhere, not those of the namespace.
    release = os.uname().release.split(".")
    if (int(release[0]), int(release[1])) < (5, 14):
        return
    tasks = limits.processes + _BELONGS_TO_THREADS + _THREADS_A_CORE * (os.cpu_count() or 1)
    set_limit(resource.RLIMIT_NPROC, tasks)


def _write(file: str, text: str) -> None:
    with open(file, "w", encoding="ascii") as stream:  # noqa: PTH123 - a kernel's setting
        stream.write(text)
