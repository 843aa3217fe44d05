"""How much memory and how many processes there are, from what Linux says of each process."""

from __future__ import annotations

import os
from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterable

__all__ = ["Usage", "measure"]


@dataclass(frozen=True)
class Usage:
    """Bytes of memory of some processes together, and how many they are."""

    memory: int
    processes: int


def measure(proc: str, processes: Iterable[str], *, files: int, limit: int) -> Usage:
    """Return what `processes` use, told by the /proc at `proc`; `files` bytes are in their memory file systems.

    Memory is what is theirs: private, shared memory, swapped, page tables. First by a quick sum that counts what
    forked processes share several times; exactly only when that passes `limit`, because it takes milliseconds.
    """
    private = shared = count = 0
    names = list(processes)
    for name in names:
        fields = _fields(f"{proc}/{name}/status", (b"RssAnon", b"VmSwap", b"VmPTE", b"RssShmem"))
        if fields is None:
            continue
        count += 1
        private += fields[0] + fields[1] + fields[2]
        shared += fields[3]
    memory = private + max(shared, files)
    if memory > limit:
        memory = _exactly(proc, names, files)
    return Usage(memory, count)


def _exactly(proc: str, names: list[str], files: int) -> int:
    private = shared = 0
    for name in names:
        fields = _fields(f"{proc}/{name}/smaps_rollup", (b"Pss_Anon", b"SwapPss", b"Pss_Shmem"))
        tables = _fields(f"{proc}/{name}/status", (b"VmPTE",))
        if fields is not None and tables is not None:
            private += fields[0] + fields[1] + tables[0]
            shared += fields[2]
    return private + max(shared, files)


def _fields(file: str, names: tuple[bytes, ...]) -> list[int] | None:
    """Return the bytes that the lines of these names tell; None where the process is gone."""
    try:
        descriptor = os.open(file, os.O_RDONLY | os.O_CLOEXEC)
    except OSError:
        return None
    try:
        text = os.read(descriptor, 8192)
    except OSError:
        return None
    finally:
        os.close(descriptor)
    values = []
    for name in names:
        at = text.find(b"\n" + name + b":")
        values.append(int(text[at + len(name) + 2 :].split(None, 1)[0]) * 1024 if at >= 0 else 0)
    return values
