"""How the WGSL variants are launched: terms filled up with zeros to whole words of places, columns to vectors."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import numpy as np
from numpy.typing import NDArray

from underhood_kernels.families.shared_memory import check_shared_memory
from underhood_kernels.families.sparse_2_4.inputs import STEP, expanded
from underhood_kernels.gpu.buffers import empty
from underhood_kernels.launch import Launch, grid

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

Matrix = NDArray[np.float32]
Places = NDArray[np.uint32]

WIDTH = 4  # columns of a vec4
THREADS = 16  # of a work group of `tiled`, along either side
MOST_ROWS = 16  # of a thread of `tiled`: as many vectors of sums, and the values they need


def whole(values: Matrix, places: Places, right: Matrix, *, threads: int, rows: int) -> Launch:
    """Launch `threads` × `rows` threads per `rows` rows and four columns, on the whole matrix."""

    def left() -> Mapping[str, Any]:
        return {"left": _filled(expanded(values, places), columns=_up(2 * values.shape[1], STEP))}

    return _by_rows(values, right, left, threads, rows)


def packed(values: Matrix, places: Places, right: Matrix, *, threads: int, rows: int) -> Launch:
    """Launch `threads` × `rows` threads per `rows` rows and four columns, on what is stored."""

    def left() -> Mapping[str, Any]:
        return {"values": _filled(values, columns=_up(2 * values.shape[1], STEP) // 2), "places": places}

    return _by_rows(values, right, left, threads, rows)


def tiled(values: Matrix, places: Places, right: Matrix, *, rows: int) -> Launch:
    """Launch 256 threads per tile of 16·`rows` × 64 sums."""
    if rows > MOST_ROWS:
        raise ValueError(f"a thread holds its sums in registers: rows must be {MOST_ROWS} or less, not {rows}")
    tile = THREADS * rows, THREADS * WIDTH
    check_shared_memory("tiled.wgsl", 4 * (STEP * tile[1] + tile[0] * (STEP // 2 + WIDTH + 1)), "use fewer rows")
    m, n, k = _up(values.shape[0], tile[0]), _up(right.shape[1], tile[1]), _up(2 * values.shape[1], STEP)

    def left() -> Mapping[str, Any]:
        return {"values": _filled(values, rows=m, columns=k // 2), "places": _filled(places, rows=m)}

    return _launch(values, right, left, (m, n, k), groups=m // tile[0] * (n // tile[1]), constants={})


def _by_rows(values: Matrix, right: Matrix, left: Callable[[], Mapping[str, Any]], threads: int, rows: int) -> Launch:
    check_shared_memory("the sums", 4 * WIDTH * threads * rows, "use fewer threads or fewer rows")
    m, n, k = values.shape[0], _up(right.shape[1], WIDTH), _up(2 * values.shape[1], STEP)
    constants = {"threads": threads, "rows": rows}
    return _launch(values, right, left, (m, n, k), groups=-(-m // rows) * (n // WIDTH), constants=constants)


def _launch(
    values: Matrix,
    right: Matrix,
    left: Callable[[], Mapping[str, Any]],
    filled: tuple[int, int, int],
    *,
    groups: int,
    constants: Mapping[str, int],
) -> Launch:
    m, n, k = filled

    def buffers() -> Mapping[str, Any]:
        return {
            **left(),
            "right": _filled(right, rows=k, columns=n),
            "shape": np.array([m, n, k], np.uint32),
            "result": empty((m, n)),
        }

    def finish(result: Matrix) -> Matrix:
        return np.ascontiguousarray(result[: values.shape[0], : right.shape[1]])

    return Launch(buffers, grid(groups), constants, finish)


def _up(size: int, multiple: int) -> int:
    return -(-size // multiple) * multiple


def _filled(array: NDArray[Any], rows: int | None = None, columns: int | None = None) -> NDArray[Any]:
    """Return the matrix filled up with zeros where it has fewer rows or columns."""
    more = tuple(0 if to is None else to - size for to, size in zip((rows, columns), array.shape, strict=True))
    return np.pad(array, ((0, more[0]), (0, more[1]))) if any(more) else array
