"""Debian's packages that pip can't bring: installed where we may, named in one line where we may not.

`python -m underhood_lab.system_packages vulkan sandbox` for `make lab`, with `chromium` besides for `make test`.
"""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from ctypes.util import find_library
from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence


def _has_vulkan() -> bool:
    from underhood_kernels.gpu import adapters  # noqa: PLC0415 - loads wgpu

    return bool(adapters())


def _has_chromium() -> bool:
    return chromium() is not None


def chromium() -> str | None:
    """Return the path of the Chromium that browser tests drive, or None."""
    return shutil.which("chromium") or shutil.which("chromium-browser") or shutil.which("google-chrome")


def _has_sandbox() -> bool:
    return shutil.which("bwrap") is not None and find_library("seccomp") is not None


@dataclass(frozen=True)
class SystemPackage:
    """Something of the system's, how to see that it is there, and Debian's packages that bring it."""

    what: str
    present: Callable[[], bool]
    packages: tuple[str, ...]
    without: str  # what happens where it is missing


KNOWN = {
    "vulkan": SystemPackage(
        "a Vulkan driver",
        _has_vulkan,
        ("libvulkan1", "mesa-vulkan-drivers"),
        "the NumPy, numba and torch variants still run",
    ),
    "chromium": SystemPackage(
        "Chromium",
        _has_chromium,
        ("chromium", "fonts-dejavu-core"),  # without a font the screenshots have no text
        "the browser tests can't run",
    ),
    "sandbox": SystemPackage(
        "bubblewrap or libseccomp",
        _has_sandbox,
        ("bubblewrap", "libseccomp2"),
        "hand-ins can't be graded apart from the teacher's files",
    ),
}


def install(names: Sequence[str]) -> bool:
    """Install what is missing of `names`; return whether all of it is there now. One line for what is not."""
    missing = [KNOWN[name] for name in names if not KNOWN[name].present()]
    if not missing or not sys.platform.startswith("linux"):
        return not missing
    packages = [package for one in missing for package in one.packages]
    prefix = _administrator()
    if shutil.which("apt-get") and prefix is not None:
        print(f"installing {' '.join(packages)} with apt-get …", flush=True)
        environment = {**os.environ, "DEBIAN_FRONTEND": "noninteractive"}
        for arguments in (["update", "-qq"], ["install", "-y", "-qq", "--no-install-recommends", *packages]):
            subprocess.run([*prefix, "apt-get", *arguments], check=False, env=environment, stdout=subprocess.DEVNULL)
    # Asked in a new process: the driver's loader has already looked once in this one.
    still = [one for name, one in KNOWN.items() if one in missing and not _present_now(name)]
    for one in still:
        names_ = " ".join(one.packages)
        print(f"{one.what} is missing ({one.without}): sudo apt-get install {names_}", file=sys.stderr)
    return not still


def _administrator() -> list[str] | None:
    """Return what to put before a command that needs the administrator; None where we are not allowed."""
    if os.geteuid() == 0:
        return []
    if (
        shutil.which("sudo")
        and subprocess.run(["sudo", "-n", "true"], check=False, capture_output=True).returncode == 0
    ):
        return ["sudo", "-n"]
    return None


def _present_now(name: str) -> bool:
    code = f"from underhood_lab.system_packages import KNOWN; raise SystemExit(not KNOWN[{name!r}].present())"
    return subprocess.run([sys.executable, "-c", code], check=False, capture_output=True).returncode == 0


if __name__ == "__main__":
    sys.exit(0 if install(sys.argv[1:]) else 1)
