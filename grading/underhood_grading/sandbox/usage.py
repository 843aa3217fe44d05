"""How much memory processes use, from what Linux says of each of them."""

from __future__ import annotations

import os
import stat
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterable

__all__ = ["available_memory", "measure", "unnamed_files"]


_STATUS = (b"RssAnon", b"VmSwap", b"VmPTE", b"RssShmem")
_SHARES = (b"Pss_Anon", b"SwapPss", b"Pss_Shmem")


def measure(processes: Iterable[str], *, files: int, exact_above: int) -> int:
    """Return the bytes of memory that `processes` use; `files` bytes of memory are in files that they made.

    >>> measure([str(os.getpid())], files=0, exact_above=2**32)
    21495808

    Memory is what is theirs: private, shared memory, swapped, page tables. First by a quick sum that counts what
    forked processes share several times; exactly only when that passes `exact_above`, because it takes milliseconds.
    """
    private = shared = 0
    names = list(processes)
    for name in names:
        fields = _fields(f"/proc/{name}/status", _STATUS)
        if fields is None:
            continue
        private += fields[0] + fields[1] + fields[2]
        shared += fields[3]
    memory = private + max(shared, files)
    return _exactly(names, files) if memory > exact_above else memory


def unnamed_files(processes: Iterable[str], *, but_on: int) -> int:
    """Return the bytes in memory files that have no name any more or never had one, and are open in `processes`.

    Those on the device `but_on` are left out. Nobody's memory as Linux counts it, unless they are mapped too.
    """
    found: dict[tuple[int, int], int] = {}
    for name in processes:
        try:
            descriptors = os.listdir(f"/proc/{name}/fd")  # noqa: PTH208 - thousands of names a second
        except OSError:
            continue
        for descriptor in descriptors:
            try:
                file = os.stat(f"/proc/{name}/fd/{descriptor}")  # noqa: PTH116
            except OSError:
                continue
            if file.st_nlink == 0 and stat.S_ISREG(file.st_mode) and file.st_dev != but_on:
                found[file.st_dev, file.st_ino] = file.st_blocks * 512
    return sum(found.values())


def available_memory() -> tuple[int, int]:
    """Return the bytes of memory that the machine could still give, and those that it has."""
    fields = _fields("/proc/meminfo", (b"MemAvailable", b"MemTotal"))
    return (fields[0], fields[1]) if fields else (0, 0)


def _exactly(names: list[str], files: int) -> int:
    private = shared = 0
    for name in names:
        quick = _fields(f"/proc/{name}/status", _STATUS)
        if quick is None:
            continue
        # A process can close this file to others; it then counts in full.
        own, swapped, both = _fields(f"/proc/{name}/smaps_rollup", _SHARES) or (quick[0], quick[1], quick[3])
        private += own + swapped + quick[2]
        shared += both
    return private + max(shared, files)


def _fields(file: str, names: tuple[bytes, ...]) -> list[int] | None:
    """Return the bytes that the lines of these names tell; None where the process is gone."""
    try:
        descriptor = os.open(file, os.O_RDONLY | os.O_CLOEXEC)
    except OSError:
        return None
    try:
        text = b"\n" + os.read(descriptor, 8192)
    except OSError:
        return None
    finally:
        os.close(descriptor)
    values = []
    for name in names:
        at = text.find(b"\n" + name + b":")
        values.append(int(text[at + len(name) + 2 :].split(None, 1)[0]) * 1024 if at >= 0 else 0)
    return values
