"""The judge's side: asks the notebook's process, and serves its questions meanwhile."""

from __future__ import annotations

import time
import weakref
from typing import TYPE_CHECKING, Any

from . import wire
from .classes import Classes
from .conversation import Conversation
from .decoding import Decoder
from .encoding import Encoder
from .errors import (
    BadMessageError,
    ChannelClosedError,
    ChannelError,
    ChannelTimeoutError,
    RemoteError,
    StudentError,
    StudentGoneError,
    StudentTimeError,
)
from .failures import described, rebuilt
from .lending import Lending
from .standins import Standin, StandinType

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable

    from .channel import Channel

__all__ = ["Peer"]

_MOST_DEPTH = 40  # calls and callbacks inside each other
_WATCHED = 1 << 20  # bytes of an array that is watched for what a callback changes in it


class Peer:
    """The notebook's process, as the judge's process sees it.

    >>> peer = Peer(channel)
    >>> peer.deadline = time.monotonic() + 20
    >>> peer.fetch(["double", "table"])
    {'double': <function double at 0x…>, 'table': [1, 2, 3]}

    `deadline` (seconds of `time.monotonic`, None for no limit) and `allowance` (bytes that may still come, None for no
    limit) hold for all that follows. Raises StudentGoneError and StudentTimeError. Once the process is `gone`, every
    question raises at once; after a deadline, every one until `settle`.
    """

    def __init__(self, channel: Channel) -> None:
        self.deadline: float | None = None
        self.allowance: int | None = None
        self.gone = False
        self.keeps_arguments = False
        """Leave arguments as they are, whatever the notebook's functions change in them; `changed` counts anyway."""
        self.changed = 0
        self.shared: dict[str, Any] = {}
        self._channel = channel
        self._conversation = Conversation(_WATCHED)
        self._classes = Classes(self)
        self._lending = Lending(self)
        self._standins: weakref.WeakValueDictionary[int, Standin] = weakref.WeakValueDictionary()
        self._dropped: list[tuple[int, int]] = []
        self._owed = 0  # answers that are still to come
        self._late = False
        self._depth = 0

    def fetch(self, names: Iterable[str]) -> dict[str, Any]:
        """Return what the notebook has under these names, as values and stand-ins; names that it lacks are left out."""
        found = self.ask("fetch", list(names))
        if not isinstance(found, dict):
            raise self._broken("names that are no dict")
        for value in found.values():
            if isinstance(value, StandinType):
                type.__setattr__(value, "_underhood_named", True)  # noqa: FBT003
        return found

    def request(self, op: str, **fields: Any) -> dict[str, Any]:
        """Send a message of the caller's own and return the answer as it came, serving callbacks meanwhile."""
        return self._exchange({"op": op, **fields})

    def ask(self, op: str, *values: Any) -> Any:
        """Have an operation done on values and stand-ins in the notebook's process; return or raise what it does."""
        conversation = self._conversation
        start = len(conversation.mutables)
        message: dict[str, Any] = {"op": op}
        encoder = Encoder(conversation.mutables, self._part)
        try:
            message["value"] = encoder.encode(values)
            if changes := conversation.changes(encoder):
                message["changes"] = changes
            if self._dropped:
                message["drop"] = [list(one) for one in self._dropped]
                self._dropped.clear()
            if self._classes.forgotten:
                message["retell"] = True
                self._classes.forgotten = False
            known = len(conversation.mutables)
            reply = self._exchange(message)
            try:
                return self._answer(reply, known)
            except ChannelError as error:
                raise self._broken(str(error)) from None
        finally:
            conversation.forget(start)

    def _answer(self, reply: dict[str, Any], known: int) -> Any:
        op = reply.get("op")
        if op == "interrupted":
            raise RemoteError("KeyboardInterrupt")
        if op not in ("answer", "raise"):
            raise BadMessageError(f"an answer {str(op)[:40]!r}")
        conversation = self._conversation
        decoder = Decoder(conversation.mutables, self._made)
        found = decoder.decode(reply.get("value")) if op == "answer" else self._failure(reply, decoder)
        if changes := reply.get("changes"):
            self.changed += conversation.apply(changes, decoder, count=known, really=not self.keeps_arguments)
        if op == "raise":
            raise found
        return found

    def _failure(self, reply: dict[str, Any], decoder: Decoder) -> BaseException:
        """Return the exception that the notebook's code raised."""
        if isinstance(ours := reply.get("ours"), int):
            return self._lending.failure(ours)
        if (error := reply.get("value")) is not None:
            found = decoder.decode(error)
            if isinstance(found, Exception):
                return found
            raise BadMessageError("a failure that is no exception")
        base, text, args = reply.get("base"), reply.get("text"), decoder.decode(reply.get("args"))
        if type(text) is not str or type(args) is not tuple:
            raise BadMessageError("a malformed failure")
        kind = self._classes.builtin_exception(base)
        return RemoteError(text) if kind is None else self._marked(rebuilt(kind, args, text))

    @staticmethod
    def _marked(error: BaseException) -> BaseException:
        error.__dict__["_underhood_remote"] = True
        return error

    def _exchange(self, message: dict[str, Any]) -> dict[str, Any]:
        """Send a message and return the answer."""
        if self.gone:
            raise StudentGoneError("the notebook's process has ended")
        if self._late:
            raise StudentTimeError("the notebook's process has not answered in time")
        try:
            self._channel.send(message, self.deadline)
            self._owed += 1
            while True:
                found = self._receive()
                if found.get("op") != "callback":
                    self._owed -= 1
                    return found
                self._serve(found)
        except ChannelTimeoutError:
            self._late = True
            self._classes.retell()
            raise StudentTimeError("the notebook's process did not answer in time") from None
        except ChannelClosedError:
            self.gone = True
            raise StudentGoneError("the notebook's process has ended") from None
        except ChannelError as error:
            if not self._owed:
                raise TypeError(str(error)) from None
            raise self._broken(str(error)) from None

    def _receive(self) -> dict[str, Any]:
        before = self._channel.received
        found = self._channel.receive(self.deadline)
        if self.allowance is not None:
            self.allowance -= self._channel.received - before
            if self.allowance < 0:
                raise BadMessageError("more than may come of one notebook")
        return found

    def _broken(self, what: str) -> StudentGoneError:
        self.gone = True
        return StudentGoneError(f"the notebook's process sent what no notebook sends: {what}")

    def _serve(self, message: dict[str, Any]) -> None:
        """Do what the notebook's code asks of an object that the test has passed to it."""
        conversation = self._conversation
        start = len(conversation.mutables)
        self._depth += 1
        try:
            decoder = Decoder(conversation.mutables, self._made)
            values = decoder.decode(message.get("value"))
            if changes := message.get("changes"):
                self.changed += conversation.apply(changes, decoder, count=start, really=not self.keeps_arguments)
            if type(values) is not tuple or type(message.get("do")) is not str:
                raise BadMessageError("a malformed callback")
            conversation.remember()
            encoder = Encoder(conversation.mutables, self._part)
            try:
                if self._depth > _MOST_DEPTH:
                    raise RecursionError("callbacks nested too deep")
                reply = {"op": "called", "value": encoder.encode(self._lending.perform(message["do"], values))}
            except StudentError:
                raise
            except Exception as error:  # noqa: BLE001  # whatever a test's function raises goes to its caller
                base, name, text = described(error)
                reply = {"op": "failed", "base": base, "name": name, "text": text, "ours": self._lending.keep(error)}
                if isinstance(number := getattr(error, "_underhood_id", None), int):
                    reply["theirs"] = number
            reply["changes"] = conversation.changes(encoder)
            self._channel.send(reply, self.deadline)
        finally:
            self._depth -= 1
            conversation.forget(start)

    def settle(self, seconds: float) -> bool:
        """Wait for the answers that are overdue, and drop them; say whether the process can be asked again.

        To be called after a deadline, when the notebook's code has been interrupted.
        """
        deadline = time.monotonic() + seconds
        try:
            while self._owed and not self.gone:
                self._owed -= self._channel.receive(deadline).get("op") != "callback"
                if self._owed:  # an outer call is waiting for what a callback returns
                    self._channel.send({"op": "failed", "base": "RuntimeError", "text": "the test is over"}, deadline)
        except ChannelError:
            self.gone = True
        self._late = False
        return not self.gone

    def share(self, names: Iterable[str], values: dict[str, Any]) -> None:
        """Let these names stand for the same on both sides: what a locked cell, run on both, has bound."""
        found = {name: values[name] for name in names if name in values}
        self.shared |= found
        self.ask("share", list(found))

    def drop(self, number: int, count: int) -> None:
        """Let the notebook forget an object, with the next message."""
        self._dropped.append((number, count))

    def _part(self, value: Any) -> list[Any]:
        """Return the part for a value that is not plain."""
        kind = type(value)
        if isinstance(kind, StandinType):
            return [wire.HANDLE, value._underhood_id]  # noqa: SLF001  # ours
        if isinstance(value, StandinType):
            return [wire.CLASS, value._underhood_number]  # noqa: SLF001
        return self._lending.part(value)

    def _made(self, part: list[Any], decode: Callable[[Any], Any]) -> Any:
        """Return what stands here for an object of the notebook's."""
        match part:
            case [wire.HANDLE, int(number), kind, *error]:
                cls = decode(kind)
                if not isinstance(cls, StandinType):
                    raise BadMessageError("an object without a class")
                return self._standin(number, cls) if not error else self._error(number, cls, error, decode)
            case [wire.CLASS, int(number), *description]:
                return self._classes.made(number, description, decode)
            case [wire.LENT, int(number)]:
                return self._lending.lent(number)
            case [wire.SHARED, str(name)] if name in self.shared:
                return self.shared[name]
        raise BadMessageError("a part of no known kind")

    def _standin(self, number: int, cls: StandinType) -> Standin:
        found = self._standins.get(number)
        if found is None:
            found = object.__new__(cls)
            found._underhood_id = number
            found._underhood_count = 1
            self._standins[number] = found
        else:
            found._underhood_count += 1
        return found

    def _error(self, number: int, cls: StandinType, parts: list[Any], decode: Callable[[Any], Any]) -> BaseException:
        text, args = (decode(part) for part in parts)
        if not issubclass(cls, Exception) or type(text) is not str or type(args) is not tuple:
            raise BadMessageError("a malformed exception")
        error: BaseException = cls.__new__(cls)  # its constructor is the notebook's
        error.args = args
        error.__dict__.update(_underhood_id=number, _underhood_text=text)
        return self._marked(error)
