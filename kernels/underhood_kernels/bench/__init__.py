"""Every variant of a family side by side, in one run on this machine: `underhood bench`, or from Python.

>>> from underhood_kernels.bench import run_family
>>> table = run_family("saxpy", {"size": 4096}, budget=0.001)
>>> [row.right for row in table.rows if row.variant == "numpy"]
[True]

One file a role: `rows` measures and checks, `peers` adds what isn't ours, `text` and `page` show, `record` keeps, and
`command` is the command line. Importing this package loads none of them, so that the command line is there at once.
"""

from __future__ import annotations

from importlib import import_module
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from underhood_kernels.bench.record import Record, load, recordings
    from underhood_kernels.bench.rows import Row, Table, run_family

__all__ = ["Record", "Row", "Table", "load", "recordings", "run_family"]

_HOME = {
    "Record": "record",
    "load": "record",
    "recordings": "record",
    "Row": "rows",
    "Table": "rows",
    "run_family": "rows",
}


def __getattr__(name: str) -> Any:
    if name not in _HOME:
        raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
    value = getattr(import_module(f"{__name__}.{_HOME[name]}"), name)
    globals()[name] = value  # from now on without asking here
    return value
