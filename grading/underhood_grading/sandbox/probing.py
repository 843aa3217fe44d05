"""What this machine offers to run a student's code apart from everything else."""

from __future__ import annotations

import ctypes
import shutil
import subprocess
import sys
from dataclasses import dataclass

__all__ = ["Sandbox", "probe"]

# From Linux's include/uapi/linux/landlock.h; the number is the same on all architectures.
_LANDLOCK_CREATE_RULESET = 444
_LANDLOCK_CREATE_RULESET_VERSION = 1


@dataclass(frozen=True)
class Sandbox:
    """What was found: `available` if code can be kept from the network and from other files.

    `reason` says in one sentence what there is or what is missing, `cure` what to do ("" if nothing).
    `landlock` is Landlock's interface version, 0 without it.
    """

    available: bool
    reason: str
    cure: str
    user_namespaces: bool
    bubblewrap: bool
    landlock: int


def probe() -> Sandbox:
    """Try unprivileged namespaces, bubblewrap and Landlock for real, in a few milliseconds.

    >>> probe().available
    True

    Never raises; on other systems than Linux nothing is available.
    """
    if not sys.platform.startswith("linux"):
        cure = "grade on Linux, for example in a virtual machine or a container"
        return Sandbox(False, f"{sys.platform} has no namespaces", cure, False, False, 0)
    namespaces = _runs("unshare", "-Urpfmn", "true")
    bubblewrap = _runs("bwrap", "--unshare-all", "--ro-bind", "/", "/", "--proc", "/proc", "--dev", "/dev", "true")
    landlock = _landlock()
    found = [
        *(["unprivileged namespaces"] if namespaces else []),
        *(["bubblewrap"] if bubblewrap else []),
        *([f"Landlock {landlock}"] if landlock else []),
    ]
    if namespaces or bubblewrap:
        return Sandbox(True, f"there is {', '.join(found)}", "", namespaces, bubblewrap, landlock)
    reason = "this machine allows no unprivileged namespaces"
    return Sandbox(False, reason, _cure(), namespaces, bubblewrap, landlock)


def _cure() -> str:
    if shutil.which("unshare") is None:
        return "install util-linux, and bubblewrap"
    if _setting("/proc/sys/kernel/apparmor_restrict_unprivileged_userns") == "1":
        return "AppArmor forbids them: sysctl kernel.apparmor_restrict_unprivileged_userns=0, or a profile for bwrap"
    if _setting("/proc/sys/kernel/unprivileged_userns_clone") == "0":
        return "sysctl kernel.unprivileged_userns_clone=1"
    if _setting("/proc/sys/user/max_user_namespaces") == "0":
        return "sysctl user.max_user_namespaces=15000"
    return "in a container, allow user namespaces (its seccomp profile); else ask the administrator"


def _setting(file: str) -> str:
    try:
        with open(file, encoding="ascii") as stream:  # noqa: PTH123  # a kernel's setting, no path of ours
            return stream.read().strip()
    except OSError:
        return ""


def _runs(*command: str) -> bool:
    try:
        done = subprocess.run(command, capture_output=True, stdin=subprocess.DEVNULL, timeout=10, check=False)
    except (OSError, subprocess.TimeoutExpired):
        return False
    return done.returncode == 0


def _landlock() -> int:
    libc = ctypes.CDLL(None, use_errno=True)
    version = libc.syscall(
        ctypes.c_long(_LANDLOCK_CREATE_RULESET),
        None,
        ctypes.c_size_t(0),
        ctypes.c_uint32(_LANDLOCK_CREATE_RULESET_VERSION),
    )
    return max(0, int(version))
