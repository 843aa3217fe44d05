"""The calls of Linux that Python has no function for, each raising OSError when the kernel refuses.

`os.unshare` and `os.setns` exist only from Python 3.12, `mount`, `prctl` and `capset` in no version.
"""

from __future__ import annotations

import ctypes
import os
import sys
from typing import Any

__all__ = [
    "IS_LINUX",
    "drop_capabilities",
    "drop_own_capabilities",
    "libc",
    "mount",
    "narrow_capabilities",
    "prctl",
    "setns",
    "unshare",
]

# From Linux's include/uapi/linux/sched.h
CLONE_NEWNS = 0x00020000
CLONE_NEWCGROUP = 0x02000000
CLONE_NEWUTS = 0x04000000
CLONE_NEWIPC = 0x08000000
CLONE_NEWUSER = 0x10000000
CLONE_NEWPID = 0x20000000
CLONE_NEWNET = 0x40000000

# From include/uapi/asm-generic/mman.h
PROT_READ, PROT_WRITE, PROT_EXEC = 1, 2, 4
MAP_PRIVATE, MAP_FIXED, MAP_ANONYMOUS = 0x02, 0x10, 0x20

# From include/uapi/linux/mount.h
MS_RDONLY = 1
MS_NOSUID = 2
MS_NODEV = 4
MS_NOEXEC = 8
MS_BIND = 4096
MS_REC = 16384
MS_PRIVATE = 1 << 18

# From include/uapi/linux/prctl.h
PR_SET_PDEATHSIG = 1
PR_SET_DUMPABLE = 4
PR_SET_SECCOMP = 22
PR_CAPBSET_DROP = 24
PR_SET_CHILD_SUBREAPER = 36
PR_SET_NO_NEW_PRIVS = 38
PR_CAP_AMBIENT = 47
PR_CAP_AMBIENT_CLEAR_ALL = 4

_CAPABILITY_VERSION_3 = 0x20080522

IS_LINUX = sys.platform == "linux"

libc = ctypes.CDLL(None, use_errno=True)


def checked(result: int, what: str) -> int:
    """Return `result`; raise OSError saying `what` was tried if it is negative."""
    if result < 0:
        code = ctypes.get_errno()
        raise OSError(code, f"{what}: {os.strerror(code)}")
    return result


def unshare(flags: int) -> None:
    """Leave the namespaces that `flags` names for new ones."""
    checked(libc.unshare(ctypes.c_int(flags)), "new namespaces")


def setns(descriptor: int) -> None:
    """Go into the namespace that `descriptor` is open on; of processes, only those forked afterwards are in it."""
    checked(libc.setns(ctypes.c_int(descriptor), ctypes.c_int(0)), "another namespace")


def mount(source: str | None, target: str, kind: str | None, flags: int, options: str = "") -> None:
    """Attach a file system somewhere, or change how one is attached."""
    words = [None if text is None else text.encode() for text in (source, target, kind)]
    checked(libc.mount(*words, ctypes.c_ulong(flags), options.encode() or None), f"mount on {target}")


def prctl(option: int, *arguments: int) -> int:
    """Set or ask something of this process: an option and up to four numbers."""
    numbers = [ctypes.c_ulong(number) for number in (*arguments, 0, 0, 0, 0)[:4]]
    return checked(int(libc.prctl(ctypes.c_int(option), *numbers)), f"prctl {option}")


def syscall(number: int, *arguments: Any) -> int:
    """Call a system call that libc has no function for."""
    return int(libc.syscall(ctypes.c_long(number), *arguments))


class _CapabilityHeader(ctypes.Structure):
    _fields_ = (("version", ctypes.c_uint32), ("pid", ctypes.c_int))


def drop_capabilities() -> None:
    """Give up every capability for good: of this process, and of what it may ever run."""
    narrow_capabilities()
    drop_own_capabilities()


def copy_shared_memory() -> None:
    """Have a copy of its own in the place of all memory that this process writes to and others see.

    A fork has such memory in common with its parent, whatever becomes of the two.
    """
    with open("/proc/self/maps", encoding="utf-8", errors="replace") as file:  # noqa: PTH123
        lines = file.read().splitlines()
    for where, rights, *_ in map(str.split, lines):
        if rights[1] != "w" or rights[3] != "s":
            continue
        start, end = (int(one, 16) for one in where.split("-"))
        content = ctypes.string_at(start, end - start)
        kept = PROT_READ | PROT_WRITE | (PROT_EXEC if rights[2] == "x" else 0)
        libc.mmap.restype = ctypes.c_void_p
        found = libc.mmap(
            *(ctypes.c_void_p(start), ctypes.c_size_t(end - start), ctypes.c_int(kept)),
            *(ctypes.c_int(MAP_PRIVATE | MAP_FIXED | MAP_ANONYMOUS), ctypes.c_int(-1), ctypes.c_long(0)),
        )
        checked(0 if found == start else -1, "a copy of shared memory")
        ctypes.memmove(start, content, end - start)


def narrow_capabilities() -> None:
    """Have nothing that this process may ever run gain a capability."""
    last = int(_read("/proc/sys/kernel/cap_last_cap") or 40)
    for capability in range(last + 1):
        prctl(PR_CAPBSET_DROP, capability)


def drop_own_capabilities() -> None:
    """Give up the capabilities of this process."""
    prctl(PR_CAP_AMBIENT, PR_CAP_AMBIENT_CLEAR_ALL)
    header = _CapabilityHeader(_CAPABILITY_VERSION_3, 0)
    none = (ctypes.c_uint32 * 6)()  # effective, permitted and inheritable, in two halves
    checked(libc.capset(ctypes.byref(header), none), "dropping capabilities")


def _read(file: str) -> str:
    try:
        with open(file, encoding="ascii") as stream:  # noqa: PTH123  # a kernel's setting, no path of ours
            return stream.read().strip()
    except OSError:
        return ""
