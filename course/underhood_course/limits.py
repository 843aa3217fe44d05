"""What one submission may use while it is graded: the `[limits]` table of `handin.toml`."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from .toml_table import Table

__all__ = ["Limits", "read_limits"]


@dataclass(frozen=True)
class Limits:
    """Wall-clock seconds of one whole notebook and of one cell of it, megabytes of memory and of files, processes.

    `cell_seconds` is None where only the whole notebook's time counts.
    """

    seconds: float = 120.0
    memory_mb: int = 4096
    processes: int = 64
    disk_mb: int = 512
    cell_seconds: float | None = None


def read_limits(table: Table | None) -> Limits:
    """Read a `[limits]` table; what it does not say is as in `Limits()`. Raises FieldError.

    >>> read_limits(Table({"seconds": 20})).seconds
    20.0
    """
    default = Limits()
    if table is None:
        return default
    limits = Limits(
        seconds=table.number("seconds", default.seconds),
        memory_mb=table.whole("memory_mb", default.memory_mb),
        processes=table.whole("processes", default.processes),
        disk_mb=table.whole("disk_mb", default.disk_mb),
        cell_seconds=table.number("cell_seconds", 0.0) or None,
    )
    table.done()
    return limits
