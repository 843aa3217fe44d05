"""What grading a hand-in's submissions needs to know of it beforehand."""

from __future__ import annotations

import hashlib
import json
from contextlib import suppress
from dataclasses import replace
from typing import TYPE_CHECKING, Any

from underhood_course.atomic import write_atomically

from underhood_grading import submission
from underhood_grading.sandbox import Limits

from .both_ways import Inside, needs_inside
from .material import Material

if TYPE_CHECKING:
    from collections.abc import Mapping
    from pathlib import Path

    from underhood_course.limits import Limits as HandinLimits

    from underhood_grading.gradebook import Release

    from .choosing import Engine

__all__ = ["known_inside", "material_of"]


def material_of(release: Release, limits: HandinLimits, source: Path) -> Material:
    """Gather a hand-in's material; `source` is its source folder, there or not."""
    return Material(
        release,
        Limits(
            seconds=limits.seconds,
            memory_mb=limits.memory_mb,
            processes=limits.processes,
            disk_mb=limits.disk_mb,
            file_mb=min(limits.disk_mb, Limits().file_mb),
        ),
        limits.cell_seconds,
        _teachers_files(source, release),
    )


def _teachers_files(source: Path, release: Release) -> dict[str, bytes]:
    """Return the files that a hand-in brings along: its source's, without notebooks and `handin.toml`."""
    _, files = submission.read_files(source, [f"{name}.ipynb" for name in release.notebooks])
    return {
        name: content
        for name, content in files.items()
        if name != "handin.toml" and not any(part.startswith(".") for part in name.split("/"))
    }


def known_inside(root: Path, material: Material, engine: Engine) -> tuple[Material, tuple[str, ...]]:
    """Return the material with the tests that have to be judged inside, and a warning for each.

    What the teacher's solution showed is remembered below `root`, the course directory, until the
    solution, the tests or the files change.
    """
    handin = material.release.handin
    file = root / ".underhood" / "grading" / ".solutions" / f"{handin}.json"
    digest = _digest(material)
    inside = _remembered(file, digest)
    if inside is None:
        inside = needs_inside(material, engine)
        if not inside.sure:
            return material, inside.warnings
        file.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
        values = {"digest": digest, "tests": sorted(inside.tests), "warnings": inside.warnings}
        write_atomically(file, json.dumps(values).encode())
    return replace(material, inside=inside.tests), inside.warnings


def _remembered(file: Path, digest: str) -> Inside | None:
    with suppress(OSError, ValueError, KeyError, TypeError):
        values: Mapping[str, Any] = json.loads(file.read_text("utf-8"))
        if values["digest"] == digest:
            tests = frozenset((str(notebook), str(cell)) for notebook, cell in values["tests"])
            return Inside(tests, tuple(map(str, values["warnings"])))
    return None


def _digest(material: Material) -> str:
    found = hashlib.sha256(material.release.digest.encode())
    for name, notebook in sorted(material.release.notebooks.items()):
        cells = notebook.teacher["cells"] if notebook.teacher else []
        found.update(json.dumps([name, [cell["source"] for cell in cells]]).encode())
    for file, content in sorted(material.files.items()):
        found.update(f"{file}\0{len(content)}\0".encode() + content)
    return found.hexdigest()
