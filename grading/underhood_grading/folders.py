"""Folders that appear whole or not at all."""

from __future__ import annotations

import os
import re
import secrets
import shutil
import tempfile
from pathlib import Path, PurePosixPath
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Mapping

__all__ = ["copy_folder", "remove_folder", "remove_leftovers", "replace_folder", "write_folder"]


def copy_folder(source: Path, target: Path, ignore: Callable[[str, list[str]], Iterable[str]]) -> None:
    """Copy a folder to a place where there is none yet; it appears there whole. Raises OSError."""
    with tempfile.TemporaryDirectory(prefix=f".{target.name}.", dir=target.parent) as name:
        copy = Path(name) / target.name
        shutil.copytree(source, copy, ignore=ignore)
        copy.rename(target)


def write_folder(target: Path, files: Mapping[str, bytes | Path], *, mode: int = 0o444, shared: bool = False) -> Path:
    """Write a new folder beside `target`, hidden, on the disk when this returns; return its path.

    >>> replace_folder(write_folder(target, {"sums.ipynb": b"{}"}), target)

    `files` are contents, or files to copy, by path relative to the folder. `shared` gives folders
    to their group, as nbgrader's `groupshared` does. Raises OSError, and ValueError for a path that
    leads out of the folder or is a folder of another.
    """
    paths = {PurePosixPath(name) for name in files}
    folders = {parent for path in paths for parent in path.parents}
    for path in paths:
        if path.is_absolute() or ".." in path.parts or path in folders or "\0" in str(path) or not path.parts:
            raise ValueError(f"{str(path)!r} is no path of a file inside a folder")
    target.parent.mkdir(parents=True, exist_ok=True)
    folder = _hidden(target)
    folder.mkdir()
    try:
        for name, content in files.items():
            file = folder / name
            file.parent.mkdir(parents=True, exist_ok=True)
            _write(file, content, mode)
        if shared:
            for one in (folder, *(path for path in folder.rglob("*") if path.is_dir())):
                one.chmod((one.stat().st_mode | 0o2770) & 0o2777)
        _synchronize(folder)
    except BaseException:
        shutil.rmtree(folder, ignore_errors=True)
        raise
    return folder


def replace_folder(folder: Path, target: Path) -> None:
    """Put a folder in the place of another beside it, which goes once the new one is there. Raises OSError."""
    old = _hidden(target)
    there = target.is_symlink() or target.exists()
    if there:
        target.rename(old)
    try:
        folder.rename(target)
    except OSError:
        if there:
            old.rename(target)
        raise
    _synchronize(target.parent)
    if there:
        _remove(old)


def remove_folder(target: Path) -> None:
    """Remove a folder, if it is there: first its name, then its contents. Raises OSError."""
    if target.is_symlink() or target.exists():
        old = _hidden(target)
        target.rename(old)
        _remove(old)


def remove_leftovers(target: Path) -> None:
    """Remove what a process that was killed left of the functions above."""
    leftover = re.compile(re.escape(f".{target.name}.") + "[0-9a-f]{16}")
    if target.parent.is_dir():
        for path in target.parent.iterdir():
            if leftover.fullmatch(path.name):
                _remove(path)


def _hidden(target: Path) -> Path:
    # nbgrader takes no notice of names that begin with a dot.
    return target.parent / f".{target.name}.{secrets.token_hex(8)}"


def _remove(path: Path) -> None:
    if path.is_dir() and not path.is_symlink():
        shutil.rmtree(path, ignore_errors=True)
    else:
        path.unlink(missing_ok=True)


def _write(file: Path, content: bytes | Path, mode: int) -> None:
    descriptor = os.open(file, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    with open(descriptor, "wb") as stream:  # noqa: PTH123  # a descriptor, not a path
        if isinstance(content, Path):
            with content.open("rb") as source:
                shutil.copyfileobj(source, stream)
        else:
            stream.write(content)
        stream.flush()
        os.fchmod(stream.fileno(), mode)
        os.fsync(stream.fileno())


def _synchronize(folder: Path) -> None:
    descriptor = os.open(folder, os.O_RDONLY | os.O_DIRECTORY)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)
