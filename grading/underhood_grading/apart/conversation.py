"""Arguments that are changed in place: what each side of a call has to tell the other."""

from __future__ import annotations

import sys
from typing import TYPE_CHECKING, Any

from .errors import BadMessageError
from .mutables import change, held, same

if TYPE_CHECKING:
    from .decoding import Decoder
    from .encoding import Encoder

__all__ = ["Conversation"]

_UNWATCHED = object()


class Conversation:
    """The mutables of the calls under way, by the numbers that both sides give them.

    Whoever runs code for the other side calls `remember` before and `changes` after it; whoever waits calls `apply`.
    """

    def __init__(self, largest: int = sys.maxsize) -> None:
        self.mutables: list[Any] = []
        self._before: list[Any] = []
        self._largest = largest  # bytes of an array that is still watched

    def remember(self, since: int = 0) -> None:
        """Note what the mutables from number `since` on hold."""
        del self._before[since:]
        self._before += [self._held(value) for value in self.mutables[len(self._before) :]]

    def _held(self, value: Any) -> Any:
        return held(value) if getattr(value, "nbytes", 0) <= self._largest else _UNWATCHED

    def changes(self, encoder: Encoder) -> list[list[Any]]:
        """Return number and content of each mutable that has been changed since it was noted, and note it anew."""
        noted = list(zip(self.mutables, self._before, strict=False))
        changed = [
            number
            for number, (value, before) in enumerate(noted)
            if before is not _UNWATCHED and not same(value, before)
        ]
        found = [[number, encoder.content(self.mutables[number])] for number in changed]
        for number in changed:
            self._before[number] = self._held(self.mutables[number])
        return found

    def forget(self, since: int) -> None:
        """End the calls whose mutables are numbered from `since` on."""
        del self.mutables[since:]
        del self._before[since:]

    def apply(self, parts: Any, decoder: Decoder, *, count: int, really: bool = True) -> int:
        """Change the first `count` mutables here as the other side has changed them; return how many were.

        Not `really`: only check what came. Raises BadMessageError.
        """
        if type(parts) is not list or len(parts) > count:
            raise BadMessageError("malformed changes")
        for part in parts:
            if type(part) is not list or len(part) != 2 or type(part[0]) is not int or not 0 <= part[0] < count:
                raise BadMessageError("malformed changes")
            number, content = part
            new = decoder.content(content)
            if really:
                change(self.mutables[number], new)
                if number < len(self._before):
                    self._before[number] = self._held(self.mutables[number])
        return len(parts)
