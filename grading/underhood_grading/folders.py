"""Folders that appear whole or not at all."""

from __future__ import annotations

import shutil
import tempfile
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable

__all__ = ["copy_folder"]


def copy_folder(source: Path, target: Path, ignore: Callable[[str, list[str]], Iterable[str]]) -> None:
    """Copy a folder to a place where there is none yet; it appears there whole. Raises OSError."""
    with tempfile.TemporaryDirectory(prefix=f".{target.name}.", dir=target.parent) as name:
        copy = Path(name) / target.name
        shutil.copytree(source, copy, ignore=ignore)
        copy.rename(target)
