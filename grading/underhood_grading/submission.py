"""A collected submission, looked at before nbgrader reads it."""

from __future__ import annotations

import hashlib
import json
from dataclasses import dataclass
from functools import lru_cache
from typing import TYPE_CHECKING

from nbgrader.utils import parse_utc

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import datetime
    from pathlib import Path

__all__ = ["MOST_MEGABYTES", "Findings", "digest", "fault_of", "has_readable_time", "inspect", "read_files", "time_of"]

MOST_MEGABYTES = 64  # outputs are cleared before grading; no notebook's code comes near


@dataclass(frozen=True)
class Findings:
    """What is wrong with a submission: `fatal` keeps it from being graded, `notes` do not."""

    fatal: tuple[str, ...] = ()
    notes: tuple[str, ...] = ()


def inspect(folder: Path, notebooks: Sequence[str]) -> Findings:
    """Look whether the notebooks that a hand-in asks for are there and can be read.

    >>> inspect(Path("submitted/ada/convolution"), ["convolution.ipynb"])
    Findings(fatal=('convolution.ipynb is empty',), notes=())
    """
    if not has_readable_time(folder / "timestamp.txt"):
        return Findings(fatal=("timestamp.txt holds no time; collect the submission again or delete that file",))
    missing = [name for name in notebooks if not (folder / name).exists()]
    if len(missing) == len(notebooks):
        others = ", ".join(sorted(path.name for path in folder.glob("*.ipynb"))) or "no notebook"
        return Findings(fatal=(f"notebook {missing[0]} is missing; there is {others}",))
    faults = [_fault(folder / name) for name in notebooks if name not in missing]
    return Findings(
        fatal=tuple(fault for fault in faults if fault),
        notes=tuple(f"notebook {name} is missing; its parts score 0" for name in missing),
    )


@lru_cache(maxsize=1 << 16)
def time_of(text: str) -> datetime | None:
    """Return the time (UTC, naive) that nbgrader wrote as this text. Raises ValueError or OverflowError.

    >>> time_of("2026-11-21 21:05:12.5 UTC")
    datetime.datetime(2026, 11, 21, 21, 5, 12, 500000)

    nbgrader's own reading takes a third of a millisecond, and a class has thousands.
    """
    time: datetime | None = parse_utc(text)
    return time


def digest(folder: Path) -> str:
    """Return a hash of a submission's files, names and contents."""
    found = hashlib.sha256()
    for path in sorted(folder.rglob("*")):
        if path.is_file() and not path.is_symlink():
            found.update(f"{path.relative_to(folder)}\0{path.stat().st_size}\0".encode("utf-8", "surrogateescape"))
            try:
                with path.open("rb") as stream:
                    while block := stream.read(1 << 20):
                        found.update(block)
            except OSError as error:
                found.update(str(error.errno).encode())
    return found.hexdigest()


def has_readable_time(file: Path) -> bool:
    """Say whether nbgrader can read a submission's time; none at all is fine with it."""
    try:
        text = file.read_text(encoding="utf-8").strip() if file.exists() else ""
        return not text or time_of(text) is not None
    except (OSError, ValueError, OverflowError):
        return False


def read_files(folder: Path, notebooks: Sequence[str]) -> tuple[dict[str, bytes], dict[str, bytes]]:
    """Return a submission's notebooks and its other files, by relative path; links are not followed.

    What can't be read is left out; `inspect` has said why. Raises nothing.
    """
    wanted: dict[str, bytes] = {}
    others: dict[str, bytes] = {}
    size = 0
    for path in sorted(folder.rglob("*")):
        name = path.relative_to(folder).as_posix()
        if path.is_symlink() or not path.is_file() or any(one.is_symlink() for one in path.parents if one != folder):
            continue
        place = wanted if name in notebooks else others
        try:
            length = path.stat().st_size
            if place is others and (size := size + length) > MOST_MEGABYTES * 1_000_000:
                continue
            place[name] = path.read_bytes() if length <= MOST_MEGABYTES * 1_000_000 else b""
        except OSError:
            continue
    return wanted, others


def _fault(file: Path) -> str | None:
    name = file.name
    if file.is_symlink() or not file.is_file():
        return f"{name} is no ordinary file"
    try:
        size = file.stat().st_size
        if size > MOST_MEGABYTES * 1_000_000:
            return f"{name} has {size / 1e6:.0f} MB; at most {MOST_MEGABYTES} MB are graded"
        return fault_of(name, file.read_bytes())
    except OSError as error:
        return f"{name} can't be read: {error.strerror}"


def fault_of(name: str, content: bytes) -> str | None:  # noqa: PLR0911  # one way out for each thing that can be wrong
    """Say why a file's content is no notebook, or None if it is one.

    >>> fault_of("sums.ipynb", b"{not json")
    'sums.ipynb is not valid JSON (line 1)'
    """
    if not content:
        return f"{name} is empty"
    try:
        notebook = json.loads(content.decode("utf-8"))
    except UnicodeDecodeError:
        return f"{name} is not UTF-8 text"
    except json.JSONDecodeError as error:
        return f"{name} is not valid JSON (line {error.lineno})"
    except (ValueError, RecursionError):
        return f"{name} is not valid JSON"
    if not isinstance(notebook, dict) or not isinstance(notebook.get("nbformat"), int):
        return f"{name} is JSON but no notebook"
    if notebook["nbformat"] > 4 or (notebook["nbformat"] == 4 and not isinstance(notebook.get("cells"), list)):
        return f"{name} is no notebook of format 4"
    return None
