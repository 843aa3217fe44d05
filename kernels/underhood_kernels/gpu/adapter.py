"""Which GPUs there are, and which one to use."""

from __future__ import annotations

import ctypes
import importlib.util
import os
import sys
import tempfile
from contextlib import suppress
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

from underhood_kernels.gpu.errors import NoAdapterError

CHOICE = "UNDERHOOD_ADAPTER"  # environment: part of the wanted adapter's name
NATIVE_BACKENDS = (
    "Vulkan",
    "Metal",
    "D3D12",
)  # the same card shows up again under OpenGL, with fewer features
PREFERENCE = ("DiscreteGPU", "IntegratedGPU", "Unknown", "CPU")


@dataclass(frozen=True)
class Adapter:
    """A GPU as the driver presents it."""

    name: str
    kind: str  # "hardware" or "software"
    backend: str  # "Vulkan", "Metal" or "D3D12"
    driver: str  # the driver's own name and version, may be empty
    handle: Any  # wgpu's adapter

    @property
    def software(self) -> bool:
        """Whether a CPU pretends to be this GPU: correct, but its times teach nothing about GPUs."""
        return self.kind == "software"

    def __str__(self) -> str:
        return f"{self.name} ({self.kind})"


@cache
def adapters() -> tuple[Adapter, ...]:
    """Return the GPUs of this machine, best first; empty if there is none. Asked of the driver once a process."""
    if "XDG_RUNTIME_DIR" not in os.environ:
        # Mesa complains on stderr if it is unset, and nbgrader takes points for anything on stderr.
        os.environ["XDG_RUNTIME_DIR"] = tempfile.gettempdir()
    load_triton()
    import wgpu  # noqa: PLC0415 - takes half a second and is not needed to import this package

    found = [
        Adapter(
            name=handle.info["device"],
            kind="software" if handle.info["adapter_type"] == "CPU" else "hardware",
            backend=handle.info["backend_type"],
            driver=handle.info["description"],
            handle=handle,
        )
        for handle in wgpu.gpu.enumerate_adapters_sync()
        if handle.info["backend_type"] in NATIVE_BACKENDS
    ]
    return tuple(sorted(found, key=_rank))


@cache
def load_triton() -> None:
    """Load Triton's library, if there is one, before any graphics driver is.

    Torch for CUDA imports Triton at its first compilation and its first profile. Triton brings an LLVM of its own, and
    so does Mesa's software driver; loaded after that (Triton 3.7.1, Mesa 22.3), Triton ends the process with a
    segmentation fault. Asking for adapters loads every driver that is installed, on machines with an NVIDIA card too.
    """
    found = importlib.util.find_spec("triton") if "triton" not in sys.modules else None
    for folder in (found.submodule_search_locations or ()) if found else ():
        for library in Path(folder, "_C").glob("libtriton*.so"):
            with suppress(OSError):  # it doesn't fit this system, and will say so itself
                ctypes.CDLL(str(library))


def choose(wanted: str | None = None) -> tuple[Adapter, str]:
    """Return the adapter to use and why it was chosen.

    `wanted`, or else the environment variable UNDERHOOD_ADAPTER, is part of an adapter's name in any case.
    Raises `NoAdapterError` if there is no adapter, or none of that name.
    """
    found = adapters()
    if not found:
        raise NoAdapterError("no GPU driver found, neither hardware nor software", _cure())
    wanted = wanted or os.environ.get(CHOICE)
    if wanted:
        for adapter in found:
            if wanted.lower() in adapter.name.lower():
                return adapter, f"its name contains {wanted!r}, as asked for"
        names = ", ".join(a.name for a in found)
        raise NoAdapterError(f"no GPU is named {wanted!r}, there is {names}", f"change or unset {CHOICE}")
    best = found[0]
    if best.software:
        return best, "there is no hardware GPU, so a CPU does its work"
    return best, "the only GPU" if len(found) == 1 else f"the fastest kind among {len(found)}"


def why_unavailable(needs: str = "") -> str:
    """Return why no kernel can run on a GPU here, with the cure; empty if one can.

    `needs` is a WebGPU feature such as "subgroup" that the kernel can't do without.
    """
    try:
        adapter, _ = choose()
    except NoAdapterError as error:
        return str(error)
    except (ImportError, OSError) as error:  # OSError: the wheel's library doesn't fit this system
        return f"wgpu can't be loaded ({error}): pip install wgpu"
    if needs and needs not in adapter.handle.features:
        return f"{adapter} doesn't have the feature {needs!r}; a newer driver or another GPU may"
    return ""


def _rank(adapter: Adapter) -> int:
    kind = adapter.handle.info["adapter_type"]
    return PREFERENCE.index(kind) if kind in PREFERENCE else PREFERENCE.index("Unknown")


def _cure() -> str:
    if sys.platform == "linux":
        return "install Mesa's software driver, on Debian and Ubuntu with: sudo apt-get install mesa-vulkan-drivers"
    return "update the graphics driver"
