"""See what torch does: a timeline, a table, and what its names mean.

>>> import torch
>>> from underhood_kernels.profile import profile
>>> with profile() as recording:
...     total = torch.ones(100, 100).sum().item()
>>> recording.table()["aten::item"].calls
1
>>> print(recording.explain("aten::item").what)
one value becomes a Python number.
>>> figure = recording.figure()  # plotly
>>> recording.save("sum.json.gz")  # doctest: +SKIP
>>> profile.load("sum.json.gz")  # doctest: +SKIP

`profile(function, *arguments)` records a call. Files are chrome traces: those of a CUDA card can be loaded and shown
on a laptop without one, and Perfetto shows them too.

One file a role: `recorder` runs torch's profiler, `chrome` reads its traces into `spans`, `table`, `figure`, `telling`
and `explanations` show them, `recording` puts them together.
"""

from underhood_kernels.profile.chrome import TraceFileError
from underhood_kernels.profile.explanations import Explanation, explain
from underhood_kernels.profile.recorder import profile
from underhood_kernels.profile.recording import Recording
from underhood_kernels.profile.spans import KINDS, Arrow, Lane, Span
from underhood_kernels.profile.table import Row, Table, short

__all__ = [
    "KINDS",
    "Arrow",
    "Explanation",
    "Lane",
    "Recording",
    "Row",
    "Span",
    "Table",
    "TraceFileError",
    "explain",
    "profile",
    "short",
]
