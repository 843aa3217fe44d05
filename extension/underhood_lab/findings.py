"""What this machine has of what the course uses: each finding is fine, missing with its cure, or not needed."""

from __future__ import annotations

import json
import os
import platform
import sys
from dataclasses import dataclass
from importlib import import_module
from importlib.metadata import PackageNotFoundError, version
from pathlib import Path
from typing import TYPE_CHECKING, Literal

if TYPE_CHECKING:
    from collections.abc import Iterator

WIDGETS = {  # what a browser needs to show our pages, and the package that brings it
    "@jupyter-widgets/jupyterlab-manager": "jupyterlab_widgets",
    "anywidget": "anywidget",
    "underhood": "underhood",
}


@dataclass(frozen=True)
class Finding:
    """One line of `underhood doctor`."""

    name: str
    state: Literal["fine", "missing", "not needed"]
    detail: str
    cure: str = ""


def findings(folder: str | None = None) -> Iterator[Finding]:
    """Look at this machine, one thing after the other; `folder` is the student's."""
    yield Finding("Python", "fine", f"{platform.python_version()} at {sys.executable}")
    yield from gpu_findings()
    yield from ceiling_findings()
    yield from (_package(name) for name in ("torch", "numba"))
    yield _cuda()
    yield sandbox_finding()
    yield exchange_finding(folder)
    yield from widget_findings()


def gpu_findings() -> Iterator[Finding]:
    """Say which adapters there are, which one is used and why, and whether it computes correctly."""
    from underhood_kernels import gpu, registry  # noqa: PLC0415 - loads wgpu

    try:
        chosen, why = gpu.choose()
    except gpu.NoAdapterError as error:
        yield Finding("GPU", "missing", f"{error.what}; the NumPy, numba and torch variants run", error.cure)
        return
    except (ImportError, OSError) as error:
        yield Finding("GPU", "missing", f"wgpu can't be loaded: {error}", "pip install --force-reinstall wgpu")
        return
    for adapter in gpu.adapters():
        used = f"used: {why}" if adapter == chosen else "not used"
        driver = adapter.driver or "driver of unknown version"
        yield Finding("GPU", "fine", f"{adapter.name}, {adapter.kind}, {adapter.backend}, {driver} ({used})")
    family = registry["convolution"]
    inputs = family.example(1021, seed=1)
    try:
        comparison = family.compare(family.variants["wgpu-shared"](*inputs), *inputs)
    except gpu.GpuError as error:
        yield Finding("GPU self-test", "missing", str(error), "update the graphics driver")
        return
    if comparison:
        yield Finding("GPU self-test", "fine", f"a convolution agrees with NumPy to {comparison.max_error:.1g}")
    else:  # drivers do miscompile now and then
        yield Finding("GPU self-test", "missing", comparison.message, "install another version of the graphics driver")


def ceiling_findings() -> Iterator[Finding]:
    """Say what this machine can do at most, measured now; nothing where it can't be measured."""
    from underhood_kernels import gpu  # noqa: PLC0415 - loads wgpu
    from underhood_kernels.roofline import ceilings  # noqa: PLC0415

    places: tuple[Literal["gpu", "cpu"], ...] = ("cpu",) if gpu.why_unavailable() else ("gpu", "cpu")
    for place in places:
        try:
            found = ceilings(place)
        except (gpu.GpuError, ImportError, OSError) as error:
            yield Finding(f"{place.upper()} ceilings", "missing", str(error), "see the lines about the GPU and numba")
            continue
        software = "; software: its times say nothing about GPUs" if found.software else ""
        yield Finding(f"{place.upper()} ceilings", "fine", f"{found}{software}")


def _package(name: str) -> Finding:
    try:
        import_module(name)  # installed is not enough: a library of the system's may be missing
        return Finding(name, "fine", version(name))
    except (ModuleNotFoundError, PackageNotFoundError):
        return Finding(name, "missing", "not installed", f"pip install {name}")
    except (ImportError, OSError) as error:
        return Finding(name, "missing", f"can't be loaded: {error}", f"pip install --force-reinstall {name}")


def _cuda() -> Finding:
    try:
        import torch  # noqa: PLC0415 - takes seconds
    except (ImportError, OSError):
        return Finding("CUDA", "not needed", "torch can't be asked")
    if torch.cuda.is_available():
        return Finding("CUDA", "fine", f"{torch.cuda.get_device_name()}, CUDA {torch.version.cuda}")
    return Finding("CUDA", "not needed", "no Nvidia card that torch can use; pages that want one say so")


def sandbox_finding() -> Finding:
    """Say whether students' code could be graded apart from the teacher's account."""
    from underhood_grading.sandbox import probe  # noqa: PLC0415

    found = probe()
    if found.available:
        return Finding("sandbox", "fine", found.reason)
    return Finding("sandbox", "not needed", f"for teachers: {found.reason}", found.cure)


def exchange_finding(folder: str | None = None) -> Finding:
    """Say whether hand-ins can be exchanged with a teacher, from the student's `folder`."""
    from underhood_course import Workspace  # noqa: PLC0415
    from underhood_course.student.workspace import DEFAULT_FOLDER  # noqa: PLC0415
    from underhood_grading.joining import configured_exchange, joined  # noqa: PLC0415

    root = joined(Workspace(Path(folder or DEFAULT_FOLDER).expanduser()).state) or configured_exchange()
    if root is None:
        return Finding(
            "exchange", "not needed", "none joined; for hand-ins, join your class's", "underhood lab --exchange DIR"
        )
    if not root.is_dir():
        return Finding(
            "exchange", "missing", f"there is no folder {root}", "ask your teacher for the exchange's folder"
        )
    if not os.access(root, os.R_OK | os.W_OK | os.X_OK):
        return Finding("exchange", "missing", f"{root} can't be written to", f"ask your teacher to: chmod 777 {root}")
    return Finding("exchange", "fine", str(root))


def widget_findings() -> Iterator[Finding]:
    """Say whether JupyterLab has the extensions that show widgets and the course."""
    from jupyter_core.paths import jupyter_path  # noqa: PLC0415

    for name, package in WIDGETS.items():
        for folder in map(Path, jupyter_path("labextensions")):
            file = folder / name / "package.json"
            if file.is_file():
                number = json.loads(file.read_text("utf-8")).get("version", "?")
                yield Finding(f"browser: {package}", "fine", f"{number} in {folder}")
                break
        else:
            cure = f"pip install --force-reinstall {package}"
            yield Finding(f"browser: {package}", "missing", f"JupyterLab has no extension {name}", cure)
