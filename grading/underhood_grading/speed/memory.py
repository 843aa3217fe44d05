"""Memory that a call's arrays travel in: unseen before the clock starts, unchangeable after it stops."""

from __future__ import annotations

import fcntl
import os
from typing import TYPE_CHECKING, Any

import numpy as np

from .errors import RaceError
from .side import LEAST, PLAIN

if TYPE_CHECKING:
    from collections.abc import Sequence

    from .side import Slot

__all__ = ["Memory", "for_arguments"]

_ALIGNED = 64


class Memory:
    """A piece of memory as a file descriptor, which neither side can make larger or smaller.

    >>> memory = Memory(1 << 20)
    >>> memory.write(np.ones(1000), 0)
    >>> memory.read((2,), np.dtype(float), 0)
    array([1., 1.])
    """

    def __init__(self, size: int) -> None:
        self.size = size
        self.descriptor = os.memfd_create("race", os.MFD_CLOEXEC | os.MFD_ALLOW_SEALING)
        try:
            # Written to, so that nobody waits for pages while the clock runs; those of `fallocate` are cleared later.
            self._write(memoryview(bytes(size)), 0)
            fcntl.fcntl(self.descriptor, fcntl.F_ADD_SEALS, fcntl.F_SEAL_SHRINK | fcntl.F_SEAL_GROW)
        except OSError as error:
            os.close(self.descriptor)
            raise RaceError(f"there is no memory for a race's arrays of {size:,} bytes: {error.strerror}") from error

    def close(self) -> None:
        """Let go of it; it lasts as long as the other side holds it."""
        os.close(self.descriptor)

    def seal(self) -> bool:
        """Have nobody write any more; False if somebody still holds it to write into."""
        try:
            fcntl.fcntl(self.descriptor, fcntl.F_ADD_SEALS, fcntl.F_SEAL_WRITE)
        except OSError:
            return False
        return True

    def write(self, array: np.ndarray[Any, Any], offset: int) -> None:
        """Put a contiguous array there."""
        self._write(memoryview(array.reshape(-1).view(np.uint8)), offset)  # type: ignore[arg-type]  # it is a buffer

    def _write(self, data: memoryview, offset: int) -> None:
        while data:
            written = os.pwrite(self.descriptor, data, offset)
            data, offset = data[written:], offset + written

    def read(self, shape: tuple[int, ...], dtype: np.dtype[Any], offset: int) -> np.ndarray[Any, Any]:
        """Return a copy of an array that lies there; the caller has checked that it fits."""
        found = np.empty(shape, dtype)
        data = memoryview(found.reshape(-1).view(np.uint8))  # type: ignore[arg-type]  # an array is a buffer
        while data:
            got = os.preadv(self.descriptor, [data], offset)
            data, offset = data[got:], offset + got
        return found


def for_arguments(args: Sequence[Any]) -> tuple[list[Any], list[Slot], Memory | None]:
    """Put the large arrays of a call into memory; return what is left of the arguments, the arrays' places, and it."""
    left: list[Any] = list(args)
    slots: list[Slot] = []
    end = 0
    if not hasattr(os, "memfd_create"):
        return left, slots, None
    for position, one in enumerate(args):
        if type(one) is np.ndarray and one.dtype.kind in PLAIN and one.flags.c_contiguous and one.nbytes >= LEAST:
            slots.append((position, one.dtype, one.shape, end))
            left[position] = None
            end += -(-one.nbytes // _ALIGNED) * _ALIGNED
    if not slots:
        return left, slots, None
    memory = Memory(end)
    for position, _, _, offset in slots:
        memory.write(args[position], offset)
    return left, slots, memory
