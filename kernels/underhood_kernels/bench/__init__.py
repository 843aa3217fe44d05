"""Every variant of a family side by side, in one run on this machine: `underhood bench`, or from Python.

>>> from underhood_kernels.bench import run_family
>>> table = run_family("saxpy", {"size": 4096}, budget=0.001)
>>> [row.right for row in table.rows if row.variant == "numpy"]
[True]

One file a role: `rows` measures and checks, `peers` adds what isn't ours, `text` and `page` show, `record` keeps, and
`command` is the command line.
"""

from underhood_kernels.bench.record import Record, load, recordings
from underhood_kernels.bench.rows import Row, Table, run_family

__all__ = ["Record", "Row", "Table", "load", "recordings", "run_family"]
