"""Landlock: the kernel's own file and network rules for a process and what it starts.

Small and ours, because the package `landlock` on PyPI knows neither the network nor the scopes.
Numbers are from Linux's include/uapi/linux/landlock.h.
"""

from __future__ import annotations

import ctypes
import os
from typing import TYPE_CHECKING

from underhood_grading.sandbox.kernel import checked, syscall

if TYPE_CHECKING:
    from collections.abc import Sequence

__all__ = ["restrict", "version"]

# The same numbers on all architectures.
_CREATE_RULESET, _ADD_RULE, _RESTRICT_SELF = 444, 445, 446
_CREATE_RULESET_VERSION = 1
_RULE_PATH_BENEATH = 1

_EXECUTE, _WRITE_FILE, _READ_FILE, _READ_DIR = 1 << 0, 1 << 1, 1 << 2, 1 << 3
_TRUNCATE, _IOCTL_DEV = 1 << 14, 1 << 15
_READ = _EXECUTE | _READ_FILE | _READ_DIR
# How many file rights each version of the interface knows; later ones know as many as the last.
_FILE_RIGHTS = {1: 13, 2: 14, 3: 15, 4: 15, 5: 16}
_NETWORK_RIGHTS = 0b11  # bind and connect TCP, from version 4
_SCOPES = 0b11  # abstract Unix sockets and signals, from version 6


class _Ruleset(ctypes.Structure):
    _fields_ = (("files", ctypes.c_uint64), ("network", ctypes.c_uint64), ("scoped", ctypes.c_uint64))


class _PathBeneath(ctypes.Structure):
    _pack_ = 1
    _fields_ = (("allowed", ctypes.c_uint64), ("parent", ctypes.c_int32))


def version() -> int:
    """Return the version of Landlock's interface that this kernel offers, 0 without it."""
    flag = ctypes.c_uint32(_CREATE_RULESET_VERSION)
    return max(0, syscall(_CREATE_RULESET, None, ctypes.c_size_t(0), flag))


def restrict(*, readable: Sequence[str], writable: Sequence[str], changeable: Sequence[str]) -> bool:
    """Allow this process and what it starts these folders only, no TCP, and no signal to anybody else.

    >>> restrict(readable=["/"], writable=["/tmp"], changeable=["/dev"])
    True

    Needs no_new_privs. Returns whether the kernel has Landlock; raises OSError where it has it and refuses.
    """
    found = version()
    if not found:
        return False
    rights = (1 << _FILE_RIGHTS.get(found, 16)) - 1
    network, scoped = (_NETWORK_RIGHTS if found >= 4 else 0), (_SCOPES if found >= 6 else 0)
    wanted = _Ruleset(rights, network, scoped)
    size = 8 if found < 4 else 16 if found < 6 else 24
    create = syscall(_CREATE_RULESET, ctypes.byref(wanted), ctypes.c_size_t(size), ctypes.c_uint32(0))
    ruleset = checked(create, "Landlock's rules")
    try:
        for folders, allowed in (
            (readable, _READ),
            (changeable, _READ | _WRITE_FILE | _TRUNCATE | _IOCTL_DEV),
            (writable, rights),
        ):
            for folder in folders:
                _allow(ruleset, folder, allowed & rights)
        checked(syscall(_RESTRICT_SELF, ctypes.c_int(ruleset), ctypes.c_uint32(0)), "Landlock")
    finally:
        os.close(ruleset)
    return True


def _allow(ruleset: int, folder: str, rights: int) -> None:
    parent = os.open(folder, os.O_PATH | os.O_CLOEXEC)
    try:
        rule = _PathBeneath(rights, parent)
        number, kind = ctypes.c_int(ruleset), ctypes.c_int(_RULE_PATH_BENEATH)
        checked(syscall(_ADD_RULE, number, kind, ctypes.byref(rule), ctypes.c_uint32(0)), f"Landlock for {folder}")
    finally:
        os.close(parent)
