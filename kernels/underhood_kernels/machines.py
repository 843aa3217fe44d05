"""The machine card: what a measurement was made on. A time without it says little."""

from __future__ import annotations

import os
import platform
import subprocess
import sys
from dataclasses import asdict, dataclass
from functools import cache
from importlib.metadata import PackageNotFoundError, version
from pathlib import Path
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Mapping

PACKAGES = ("underhood", "numpy", "numba", "torch", "wgpu")
LINUX_CACHES = Path("/sys/devices/system/cpu/cpu0/cache")
UNITS = {"K": 1 << 10, "M": 1 << 20, "G": 1 << 30}


@dataclass(frozen=True)
class Machine:
    """The card. Sizes are in bytes; what the system doesn't tell is empty or 0."""

    cpu: str
    cores: int  # that this process may use
    caches: Mapping[str, int]  # of one core: "L1d", "L2", "L3"
    memory: int
    system: str
    python: str
    versions: Mapping[str, str]  # of the packages that compute
    adapter: str  # the GPU that WGSL runs on, and whether it is hardware or software; why there is none
    driver: str
    cuda: str  # the card that torch computes on; empty if none, or while torch isn't loaded

    def __str__(self) -> str:
        caches = ", ".join(f"{name} {_size(size)}" for name, size in self.caches.items())
        memory = f", {_size(self.memory)} of memory" if self.memory else ""
        versions = ", ".join(f"{name} {number}" for name, number in self.versions.items())
        lines = [
            f"CPU: {self.cpu or 'unknown'}, {self.cores} cores{f' ({caches})' if caches else ''}{memory}",
            f"GPU: {self.adapter}{f', {self.driver}' if self.driver else ''}",
            *([f"CUDA: {self.cuda}"] if self.cuda else []),
            f"{self.system}, Python {self.python}, {versions}",
        ]
        return "\n".join(lines)

    def as_dict(self) -> dict[str, Any]:
        """Return the card as plain data for JSON."""
        return asdict(self)


def machine() -> Machine:
    """Return this machine's card. Asking for the GPU's name loads wgpu; torch is never loaded for it."""
    return Machine(**_fixed(), cuda=_cuda())


def last_level_cache() -> int:
    """Return the largest cache of this machine's CPU in bytes, or 32 MiB where the system doesn't tell."""
    return max(_caches().values(), default=32 << 20)


@cache
def _fixed() -> dict[str, Any]:
    adapter, driver = _adapter()
    return {
        "cpu": _cpu(),
        "cores": len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count() or 1,
        "caches": _caches(),
        "memory": _memory(),
        "system": platform.platform(aliased=True, terse=True),
        "python": platform.python_version(),
        "versions": {name: found for name in PACKAGES if (found := _version(name))},
        "adapter": adapter,
        "driver": driver,
    }


def _adapter() -> tuple[str, str]:
    from underhood_kernels.gpu.adapter import choose, why_unavailable  # noqa: PLC0415 - the GPU is asked only here

    reason = why_unavailable()
    if reason:
        return f"none: {reason}", ""
    adapter, _ = choose()
    return f"{adapter} through {adapter.backend}", adapter.driver


def _cuda() -> str:
    torch = sys.modules.get("torch")
    return str(torch.cuda.get_device_name()) if torch is not None and torch.cuda.is_available() else ""


def _version(package: str) -> str:
    try:
        return version(package)
    except PackageNotFoundError:
        return ""


def _cpu() -> str:
    if sys.platform == "linux":
        for line in _text(Path("/proc/cpuinfo")).splitlines():
            name, _, value = line.partition(":")
            if name.strip() in {"model name", "Model"}:
                return value.strip()
    return _sysctl("machdep.cpu.brand_string") or platform.processor() or platform.machine()


def _caches() -> dict[str, int]:
    if sys.platform != "linux":
        sizes = {name: _sysctl(f"hw.{key}cachesize") for name, key in (("L1d", "l1d"), ("L2", "l2"), ("L3", "l3"))}
        return {name: int(size) for name, size in sizes.items() if size and int(size)}
    found = {}
    for folder in sorted(LINUX_CACHES.glob("index*")):
        level, kind, size = (_text(folder / name).strip() for name in ("level", "type", "size"))
        if kind != "Instruction" and size:
            number = int(size.rstrip("KMG")) * UNITS.get(size[-1], 1)
            found[f"L{level}{'d' if kind == 'Data' else ''}"] = number
    return found


def _memory() -> int:
    import psutil  # noqa: PLC0415

    return int(psutil.virtual_memory().total)


def _sysctl(name: str) -> str:
    """Return what macOS knows of `name`, or nothing on other systems."""
    if sys.platform != "darwin":
        return ""
    asked = subprocess.run(["/usr/sbin/sysctl", "-n", name], capture_output=True, text=True, check=False)
    return asked.stdout.strip()


def _text(path: Path) -> str:
    try:
        return path.read_text("utf-8")
    except OSError:
        return ""


def _size(count: int) -> str:
    """Return bytes in the unit that keeps them short."""
    for letter, unit in reversed(UNITS.items()):
        if count >= unit:
            return f"{count / unit:.3g} {letter}iB"
    return f"{count} B"
