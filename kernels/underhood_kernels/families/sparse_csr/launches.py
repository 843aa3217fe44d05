"""How the WGSL variants are launched: by rows, or by equal shares of rows and entries together."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import numpy as np
from numpy.typing import NDArray

from underhood_kernels.families.shared_memory import check_shared_memory
from underhood_kernels.gpu.buffers import empty
from underhood_kernels.gpu.passes import Pass
from underhood_kernels.launch import Launch, Launches, grid

if TYPE_CHECKING:
    from collections.abc import Mapping

Indices = NDArray[np.int32]
Vector = NDArray[np.float32]


def scalar(starts: Indices, columns: Indices, values: Vector, x: Vector, *, work_group: int) -> Launch:
    """Launch one thread per row."""
    rows = len(starts) - 1
    buffers = _buffers(starts, columns, values, x)
    longest = int(np.max(np.diff(starts), initial=0))
    return Launch(lambda: buffers, grid(-(-rows // work_group)), {"work_group_size": work_group}, rounds=longest)


def subgroups(starts: Indices, columns: Indices, values: Vector, x: Vector, *, work_group: int, rows: int) -> Launch:
    """Launch one work group per `rows` rows, which its subgroups take in turn."""
    buffers = _buffers(starts, columns, values, x)
    constants = {"work_group_size": work_group, "rows": rows}
    return Launch(lambda: buffers, grid(-(-(len(starts) - 1) // rows)), constants)


def merged(
    starts: Indices, columns: Indices, values: Vector, x: Vector, *, work_group: int, per_thread: int
) -> Launches:
    """Launch one work group per equal share of the rows and entries, once the shares' first rows are found."""
    share = work_group * per_thread
    check_shared_memory("merged.wgsl", 4 * (2 * share + 2 * work_group), "use fewer threads or fewer steps per thread")
    constants = {"work_group_size": work_group, "per_thread": per_thread}
    shares = -(-(len(starts) - 1 + len(values)) // share)
    buffers = {
        **_buffers(starts, columns, values, x),
        "first_rows": empty(shares + 1, np.uint32),
        "left_rows": empty(shares, np.uint32),
        "left_sums": empty(shares),
    }
    each = grid(-(-(shares + 1) // work_group))
    passes = [
        Pass(each, "search", constants),
        Pass(grid(shares), "main", constants),
        Pass(each, "add", constants),
    ]
    return Launches(lambda: buffers, passes)


def _buffers(starts: Indices, columns: Indices, values: Vector, x: Vector) -> Mapping[str, Any]:
    return {
        "starts": starts.view(np.uint32),
        "columns": columns.view(np.uint32),
        "values": values,
        "vector": x,
        "rows_and_entries": np.array([len(starts) - 1, len(values)], np.uint32),
        "result": empty(len(starts) - 1),
    }
