"""What a student's process may use at most."""

from __future__ import annotations

from dataclasses import dataclass

__all__ = ["Limits"]


@dataclass(frozen=True)
class Limits:
    """How much one submission may take before it is ended.

    >>> Limits(seconds=10, memory_mb=1024)
    Limits(seconds=10, memory_mb=1024, processes=64, open_files=512, file_mb=256, disk_mb=512)

    Seconds of wall clock; memory of all its processes together, what lies in its temporary files included; processes
    at the same time; open files of one process; the size of one file, and of all of them. MB are 2²⁰ bytes.
    """

    seconds: float = 120.0
    memory_mb: int = 4096
    processes: int = 64
    open_files: int = 512
    file_mb: int = 256
    disk_mb: int = 512
