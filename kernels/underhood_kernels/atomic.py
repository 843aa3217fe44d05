"""Files that are written whole or not at all."""

from __future__ import annotations

import os
import tempfile
from contextlib import suppress
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from pathlib import Path


def write_atomically(file: Path, content: bytes) -> None:
    """Write `content` to `file`, replacing what is there only when all of it is on the disk."""
    temporary = _write_beside(file, content)
    try:
        temporary.replace(file)
    except OSError:
        temporary.unlink(missing_ok=True)
        raise


def create_atomically(file: Path, content: bytes) -> bool:
    """Write `content` to `file` unless something is there already; return whether it was written.

    Two at once are safe: one of them creates the file, the other finds it.
    """
    if file.exists():
        return False
    temporary = _write_beside(file, content)
    try:
        os.link(temporary, file)  # fails if the file exists, unlike a rename
    except FileExistsError:
        return False
    except OSError:  # a file system without links: the time between question and answer is short
        if file.exists():
            return False
        temporary.replace(file)
    finally:
        with suppress(FileNotFoundError):
            temporary.unlink()
    return True


def _write_beside(file: Path, content: bytes) -> Path:
    file.parent.mkdir(parents=True, exist_ok=True)
    handle, name = tempfile.mkstemp(dir=file.parent, prefix=f".{file.name}.")
    temporary = file.parent / name
    try:
        with os.fdopen(handle, "wb") as stream:
            stream.write(content)
            stream.flush()
            os.fsync(stream.fileno())
        temporary.chmod(0o666 & ~_umask())
    except OSError:
        temporary.unlink(missing_ok=True)
        raise
    return temporary


def _umask() -> int:
    """Return the process's mask, which can only be read by setting it."""
    mask = os.umask(0o022)
    os.umask(mask)
    return mask
