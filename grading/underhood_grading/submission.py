"""A collected submission, looked at before nbgrader reads it."""

from __future__ import annotations

import hashlib
import json
from dataclasses import dataclass
from typing import TYPE_CHECKING

from nbgrader.utils import parse_utc

if TYPE_CHECKING:
    from collections.abc import Sequence
    from pathlib import Path

__all__ = ["MOST_MEGABYTES", "Findings", "digest", "has_readable_time", "inspect"]

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
        return not text or parse_utc(text) is not None
    except (OSError, ValueError, OverflowError):
        return False


def _fault(file: Path) -> str | None:  # noqa: C901, PLR0911  # one way out for each thing that can be wrong
    name = file.name
    if file.is_symlink() or not file.is_file():
        return f"{name} is no ordinary file"
    try:
        size = file.stat().st_size
        if size == 0:
            return f"{name} is empty"
        if size > MOST_MEGABYTES * 1_000_000:
            return f"{name} has {size / 1e6:.0f} MB; at most {MOST_MEGABYTES} MB are graded"
        notebook = json.loads(file.read_bytes().decode("utf-8"))
    except OSError as error:
        return f"{name} can't be read: {error.strerror}"
    except UnicodeDecodeError:
        return f"{name} is not UTF-8 text"
    except json.JSONDecodeError as error:
        return f"{name} is not valid JSON (line {error.lineno})"
    except (ValueError, RecursionError):
        return f"{name} is not valid JSON"
    if not isinstance(notebook, dict) or not isinstance(notebook.get("nbformat"), int):
        return f"{name} is JSON but no notebook"
    if notebook["nbformat"] < 4:
        return f"{name} has the old notebook format {notebook['nbformat']}; save it in JupyterLab and hand in again"
    if notebook["nbformat"] > 4 or not isinstance(notebook.get("cells"), list):
        return f"{name} is no notebook of format 4"
    return None
