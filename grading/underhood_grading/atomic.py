"""Files that are either the old ones or the new ones, whenever the process is killed."""

from __future__ import annotations

import os
import shutil
import tempfile
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable

__all__ = ["copy_folder", "write_text"]


def write_text(file: Path, text: str, mode: int = 0o644) -> None:
    r"""Write a UTF-8 file through a temporary one beside it.

    >>> write_text(Path("grades.csv"), "student,score\\n")

    Line ends are written as given. Raises OSError.
    """
    handle, name = tempfile.mkstemp(prefix=f".{file.name}.", dir=file.parent)
    try:
        with os.fdopen(handle, "w", encoding="utf-8", newline="") as stream:
            stream.write(text)
            stream.flush()
            os.fsync(stream.fileno())
        Path(name).chmod(mode)
        Path(name).replace(file)
    except BaseException:
        Path(name).unlink(missing_ok=True)
        raise


def copy_folder(source: Path, target: Path, ignore: Callable[[str, list[str]], Iterable[str]]) -> None:
    """Copy a folder to a place where there is none yet; it appears there whole. Raises OSError."""
    with tempfile.TemporaryDirectory(prefix=f".{target.name}.", dir=target.parent) as name:
        copy = Path(name) / target.name
        shutil.copytree(source, copy, ignore=ignore)
        copy.rename(target)
