"""The state of a course's files on the disk, by which one knows without reading them that nothing has changed."""

from __future__ import annotations

import hashlib
import os
from functools import cache
from typing import TYPE_CHECKING

from underhood_course.content import COURSE_FILE, course_version

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping
    from pathlib import Path

Stamp = tuple[int, int, int]  # when its content and its permissions were changed last, in nanoseconds, and its size
ABSENT: Stamp = (0, 0, 0)
READ = (".ipynb", ".toml")


def stamp(file: str | Path) -> Stamp:
    """Return when `file` was changed last, and its size; `ABSENT` for what is not there."""
    try:
        status = os.stat(file)  # noqa: PTH116 - thousands of them, and Path's takes several times as long
    except OSError:
        return ABSENT
    return _stamp_of(status)


def course_state(folder: Path, modules: Iterable[str], others: Iterable[str] = ()) -> dict[str, Stamp]:
    """Return the stamp of every file that a catalog is made of, by path; `others` are files in no module's folder.

    >>> course_state(course_folder(), ["m1-memory-and-gpus"])
    {'…/course.toml': (1763742000000000000, 1763742000000000000, 2101), '…/m1-memory-and-gpus/further-reading.ipynb': …}
    """
    state = {str(folder / COURSE_FILE): stamp(folder / COURSE_FILE)}
    for module in dict.fromkeys(modules):
        _look(os.path.join(folder, module), state, depth=2)  # noqa: PTH118 - as above
    return state | {other: stamp(other) for other in others}


def _look(folder: str, state: dict[str, Stamp], depth: int) -> None:
    """Add the stamps of a folder's files, and of those in `handins/<name>/`."""
    try:
        entries = os.scandir(folder)
    except OSError:
        return
    with entries:
        for entry in entries:
            try:
                if entry.name.endswith(READ):
                    state[entry.path] = _stamp_of(entry.stat())
                elif depth and "." not in entry.name and entry.is_dir():
                    _look(entry.path, state, depth - 1)
            except OSError:
                state[entry.path] = ABSENT  # a link that leads nowhere, or what was removed just now


def _stamp_of(status: os.stat_result) -> Stamp:
    return status.st_mtime_ns, status.st_ctime_ns, status.st_size


def key_of(state: Mapping[str, Stamp]) -> str:
    """Return a text that stands for a course's state, and for the code that reads it."""
    text = repr((_code(), sorted(state.items())))
    return hashlib.sha256(text.encode()).hexdigest()


@cache
def _code() -> tuple[str, tuple[tuple[str, Stamp], ...]]:
    """Return what changes when the code that makes a catalog does: an older version's result is of no use then."""
    from importlib.resources import files  # noqa: PLC0415 - once

    package = str(files("underhood_course"))
    found: dict[str, Stamp] = {}
    for place in (package, os.path.join(package, "schemas")):  # noqa: PTH118 - as above
        with os.scandir(place) as entries:
            found |= {entry.name: stamp(entry.path) for entry in entries if entry.name.endswith((".py", ".json"))}
    return course_version(), tuple(sorted(found.items()))
