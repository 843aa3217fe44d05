"""What a cell prints: streams in the place of the interpreter's, bounded."""

from __future__ import annotations

import sys
from io import TextIOBase
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from types import TracebackType

    from .outputs import Output

__all__ = ["MOST_CHARACTERS", "Captured", "Streams"]

MOST_CHARACTERS = 100_000
"""What a cell may print to each stream and still be shown; the rest is dropped with a word about it."""

_DROPPED = "\n… the rest was left out: a cell's output is kept up to 100,000 characters\n"


class Streams:
    """The outputs of a cell in the order they came; neighbouring prints to one stream are one output."""

    def __init__(self) -> None:
        self.outputs: list[Output] = []
        self._written: dict[str, int] = {}

    def write(self, name: str, text: str) -> None:
        """Add printed text."""
        written = self._written.get(name, 0)
        if written > MOST_CHARACTERS:
            return
        self._written[name] = written + len(text)
        if self._written[name] > MOST_CHARACTERS:
            text = text[: MOST_CHARACTERS - written] + _DROPPED
        last = self.outputs[-1] if self.outputs else {}
        if last.get("output_type") == "stream" and last["name"] == name:
            last["text"] += text
        else:
            self.outputs.append({"output_type": "stream", "name": name, "text": text})

    def take(self) -> list[Output]:
        """Return what has come, and begin anew."""
        taken, self.outputs, self._written = self.outputs, [], {}
        return taken


class _Stream(TextIOBase):
    """A text stream that writes into a cell's outputs."""

    encoding = "utf-8"
    errors = "replace"

    def __init__(self, streams: Streams, name: str) -> None:
        self._streams = streams
        self.name = f"<{name}>"
        self._name = name

    def writable(self) -> bool:
        return True

    def write(self, text: str) -> int:
        if not isinstance(text, str):
            message = f"write() argument must be str, not {type(text).__name__}"
            raise TypeError(message)
        self._streams.write(self._name, text)
        return len(text)


class Captured:
    """Swaps the interpreter's streams for a cell's."""

    def __init__(self, streams: Streams) -> None:
        self._streams = streams

    def __enter__(self) -> None:
        self._before = sys.stdout, sys.stderr
        sys.stdout = _Stream(self._streams, "stdout")
        sys.stderr = _Stream(self._streams, "stderr")

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        sys.stdout, sys.stderr = self._before
