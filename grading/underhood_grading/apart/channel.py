"""Messages over a stream socket: msgpack with its large buffers beside it, bounded on arrival."""

from __future__ import annotations

import struct
import time
from typing import TYPE_CHECKING, Any

import msgpack

from .errors import BadMessageError, ChannelClosedError, ChannelError, ChannelTimeoutError

if TYPE_CHECKING:
    import socket

__all__ = ["Buffer", "Channel"]

_HEADER = struct.Struct("<II")  # bytes of the msgpack body, number of buffers
_BUFFER = 1  # msgpack extension type whose data is a buffer's index
_MOST_BUFFERS = 10_000
_MOST_CONTAINERS = 1_000_000  # an empty list is one byte of a message and a hundred in memory
_MOST_ITEMS = 8_000_000  # of one container
_MOST_PIECES = 512  # of one sendmsg; Linux takes 1024
_CHUNK = 1 << 16


class Buffer:
    """A large run of bytes, sent beside the message and never copied on the way to the socket."""

    __slots__ = ("view",)

    def __init__(self, data: Any) -> None:
        self.view = memoryview(data).cast("B")


class Channel:
    """One end of a connected stream socket.

    >>> here, there = map(Channel, socket.socketpair())
    >>> here.send({"op": "hello", "numbers": [1, 2]})
    >>> there.receive(time.monotonic() + 1)
    {'op': 'hello', 'numbers': [1, 2]}

    A message is a dict with text as keys, of None, bool, int of 64 bits, float, str, bytes, list and dict; a `Buffer`
    arrives as a writable array of uint8. Nothing is unpickled, and nothing but these types arrives.

    Deadlines are in seconds of `time.monotonic`, None for no limit. `most` bytes may be in a message and
    `most_body` in it without its buffers. Raises ChannelClosedError, ChannelTimeoutError, and BadMessageError for what
    can't be a message; after the last one the channel is of no more use. What had come of a message before a timeout
    is kept: the next `receive` goes on with it.
    """

    def __init__(self, sock: socket.socket, *, most: int = 256 << 20, most_body: int = 64 << 20) -> None:
        self._socket = sock
        self._most = most
        self._most_body = most_body
        self._chunk = bytearray(_CHUNK)
        self._start = self._end = 0
        self._pieces: list[Any] = []  # what is being received: the body, then each buffer
        self._piece = self._filled = 0
        self._bad = ""
        self.received = 0
        """Bytes that have come, or were announced."""
        self.torn = False
        """A message was sent in part, so that no other can follow."""

    def fileno(self) -> int:
        """Return the socket's file descriptor, for select."""
        return self._socket.fileno()

    def close(self) -> None:
        """Hang up."""
        self._socket.close()

    def send(self, message: dict[str, Any], deadline: float | None = None) -> None:
        """Send a message whole, or raise."""
        buffers: list[memoryview] = []

        def extension(value: object) -> msgpack.ExtType:
            if type(value) is not Buffer:
                raise TypeError(f"no message holds a {type(value).__name__}")
            buffers.append(value.view)
            return msgpack.ExtType(_BUFFER, struct.pack("<I", len(buffers) - 1))

        try:
            body = msgpack.packb(message, default=extension, unicode_errors="surrogatepass", strict_types=True)
        except (TypeError, ValueError, OverflowError) as error:
            raise BadMessageError(f"can't be sent: {error}") from error
        size = len(body) + sum(map(len, buffers))
        if len(body) > self._most_body or size > self._most or len(buffers) > _MOST_BUFFERS:
            raise BadMessageError(f"a message of {size:,} bytes is too large; at most {self._most:,} can be sent")
        lengths = struct.pack(f"<{len(buffers)}Q", *map(len, buffers))
        self._write(
            [memoryview(_HEADER.pack(len(body), len(buffers)) + lengths + body), *filter(len, buffers)], deadline
        )

    def _write(self, pieces: list[memoryview], deadline: float | None) -> None:
        at = 0
        if self.torn:
            raise ChannelClosedError("only part of an earlier message was sent")
        while at < len(pieces):
            self._allow(deadline)
            try:
                sent = self._socket.sendmsg(pieces[at : at + _MOST_PIECES])
            except (TimeoutError, BlockingIOError):
                continue
            except OSError as error:
                raise ChannelClosedError("the other side has hung up") from error
            self.torn = True
            while at < len(pieces) and sent >= len(pieces[at]):
                sent -= len(pieces[at])
                at += 1
            if sent:
                pieces[at] = pieces[at][sent:]
        self.torn = False

    def receive(self, deadline: float | None = None) -> dict[str, Any]:
        """Return the next message."""
        if self._bad:
            raise BadMessageError(self._bad)
        try:
            if not self._pieces:
                self._begin(deadline)
            for piece in range(self._piece, len(self._pieces)):
                self._fill_piece(self._pieces[piece], deadline)
                self._piece, self._filled = piece + 1, 0
            body, *buffers = self._pieces
            self._pieces = []
            self._piece = 0
            return self._parse(memoryview(body), buffers)
        except BadMessageError as error:
            self._bad = str(error)
            raise

    def _begin(self, deadline: float | None) -> None:
        self._fill_chunk(_HEADER.size, deadline)
        length, count = _HEADER.unpack_from(self._chunk, self._start)
        if length > self._most_body or count > _MOST_BUFFERS:
            raise BadMessageError(f"a message of {length:,} bytes and {count:,} buffers is too large")
        table = _HEADER.size + 8 * count
        self._fill_chunk(table, deadline)
        lengths = struct.unpack_from(f"<{count}Q", self._chunk, self._start + _HEADER.size)
        if (size := length + sum(lengths)) > self._most:
            raise BadMessageError(f"a message of {size:,} bytes is too large; at most {self._most:,} may come")
        self._start += table
        self.received += table + size
        self._pieces = [bytearray(length) if length <= _CHUNK else _claimed(length), *map(_claimed, lengths)]

    def _fill_chunk(self, size: int, deadline: float | None) -> None:
        """Have `size` bytes in the chunk, from its start."""
        while self._end - self._start < size:
            if self._start == self._end:
                self._start = self._end = 0
            elif self._start + size > _CHUNK:
                held = self._chunk[self._start : self._end]
                if size > len(self._chunk):
                    self._chunk.extend(bytes(size - len(self._chunk)))
                self._chunk[: len(held)] = held
                self._start, self._end = 0, len(held)
            self._end += self._read(memoryview(self._chunk)[self._end :], deadline)

    def _fill_piece(self, piece: Any, deadline: float | None) -> None:
        view = memoryview(piece)
        while self._filled < len(view):
            if held := min(self._end - self._start, len(view) - self._filled):
                view[self._filled : self._filled + held] = memoryview(self._chunk)[self._start : self._start + held]
                self._start += held
                self._filled += held
            elif len(view) - self._filled < _CHUNK:
                # A small rest goes through the chunk, with what follows it in one call.
                self._fill_chunk(1, deadline)
            else:
                self._filled += self._read(view[self._filled :], deadline)

    def _read(self, into: memoryview, deadline: float | None) -> int:
        while True:
            self._allow(deadline)
            try:
                got = self._socket.recv_into(into)
            except (TimeoutError, BlockingIOError):
                continue
            except OSError as error:
                raise ChannelClosedError("the other side has hung up") from error
            if not got:
                raise ChannelClosedError("the other side has hung up")
            return got

    def _allow(self, deadline: float | None) -> None:
        """Let the next call on the socket take no longer than until the deadline."""
        left = None if deadline is None else deadline - time.monotonic()
        if left is not None and left <= 0:
            raise ChannelTimeoutError("no answer in time")
        try:
            self._socket.settimeout(left)
        except OSError as error:
            raise ChannelClosedError("this side has hung up") from error

    @staticmethod
    def _parse(body: memoryview, buffers: list[Any]) -> dict[str, Any]:
        containers = 0

        def container(value: Any) -> Any:
            nonlocal containers
            containers += 1
            if containers > _MOST_CONTAINERS:
                raise BadMessageError(f"a message of more than {_MOST_CONTAINERS:,} containers")
            return value

        def extension(code: int, data: bytes) -> Any:
            if code != _BUFFER or len(data) != 4:
                raise BadMessageError("an unknown extension in a message")
            return buffers[int.from_bytes(data, "little")]

        try:
            message = msgpack.unpackb(
                body,
                list_hook=container,
                object_hook=container,
                ext_hook=extension,
                unicode_errors="surrogatepass",
                strict_map_key=True,
                max_array_len=min(len(body), _MOST_ITEMS),
                max_map_len=min(len(body), _MOST_ITEMS),
            )
        except ChannelError:
            raise
        except Exception as error:  # whatever a parser says of bytes that are no message
            raise BadMessageError(f"no message: {type(error).__name__}: {error}"[:200]) from error
        if type(message) is not dict:
            raise BadMessageError("a message that is no dict")
        return message


def _claimed(size: int) -> Any:
    """Return so many bytes as an array. Memory that is claimed in this way and never written to costs nothing."""
    import numpy as np  # noqa: PLC0415  # whoever gets small messages only does without

    return np.empty(size, np.uint8)
