"""The judge's side: asks the notebook's process, and serves its questions meanwhile."""

from __future__ import annotations

import time
from typing import TYPE_CHECKING, Any

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
from .failures import described, known_class, rebuilt
from .objects import Objects, stays
from .shared import Shared
from .standins import StandinType

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable, Mapping

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

    Raises StudentGoneError and StudentTimeError. Once the process is `gone`, every question raises at once; after a
    deadline, or an exception that a signal's handler raises meanwhile, every one until `settle`. Whatever else the
    notebook's code raises comes as an exception that a test knows: of the same class if that is built in, of a library
    imported here or one that `fetch` has brought, else of the nearest such class among its bases.
    """

    def __init__(self, channel: Channel) -> None:
        self.deadline: float | None = None
        """In seconds of `time.monotonic`, for all that follows; None for no limit."""
        self.allowance: int | None = 8 << 30
        """Bytes that may still come; None for no limit."""
        self.classes: Collection[str] | None = None
        """Names that may be classes, if that is known. Objects of classes fetched by name may answer operators with
        plain values, so a function must not turn out to be a class."""
        self.keeps_arguments = False
        """Leave a test's arguments as they are, whatever the notebook's functions change in them."""
        self.changed = 0
        """Arguments that the notebook's functions have changed in place."""
        self.gone = False
        self.printed = False
        """Whether the notebook's functions may have printed something since it was asked for what they print."""
        self._channel = channel
        self._conversation = Conversation(_WATCHED)
        self._shared = Shared()
        self._objects = Objects(self)
        self._dropped: list[list[int]] = []
        self._owed = 0  # answers that are still to come
        self._late = False
        self._depth = 0

    def fetch(self, names: Iterable[str]) -> dict[str, Any]:
        """Return what the notebook has under these names, as values and stand-ins; those that it lacks are left out."""
        pairs = self.ask("fetch", list(names))
        if type(pairs) is not tuple or len(pairs) % 2 or any(type(name) is not str for name in pairs[::2]):
            raise self._broken("names that are no names")
        found = dict(zip(pairs[::2], pairs[1::2], strict=True))
        for name, value in found.items():
            if issubclass(type(value), StandinType) and (self.classes is None or name in self.classes):
                value._underhood_named = True  # noqa: SLF001  # ours
        return found

    def share(self, names: Iterable[str], values: Mapping[str, Any]) -> None:
        """Let names stand for the same on both sides: what a locked cell, which both have run, has bound.

        Instances of its classes then travel by their attributes, either way.
        """
        self.ask("share", self._shared.add(names, values))

    def request(self, op: str, **fields: Any) -> dict[str, Any]:
        """Send a message of the caller's own and return the answer as it came, serving callbacks meanwhile."""
        return self._exchange({"op": op, **fields})

    def ask(self, op: str, *values: Any) -> Any:
        """Have an operation done on values and stand-ins in the notebook's process; return or raise what it does.

        Raises UnsendableError, a TypeError, for a value that can't be passed to the notebook.
        """
        conversation = self._conversation
        start = len(conversation.mutables)
        encoder = self._encoder()
        try:
            message: dict[str, Any] = {"op": op, "value": encoder.encode(values)}
            if changes := conversation.changes(encoder):
                message["changes"] = changes
            if self._dropped:
                message["drop"], self._dropped = self._dropped, []
            if self._objects.classes.forgotten:
                message["retell"] = True
                self._objects.classes.forgotten = False
            known = len(conversation.mutables)
            reply = self._exchange(message)
            try:
                return self._answer(reply, known)
            except ChannelError as error:
                raise self._broken(str(error)) from None
        finally:
            conversation.forget(start)

    def _encoder(self) -> Encoder:
        return Encoder(self._conversation.mutables, self._objects.part, self._shared, stays)

    def _decoder(self) -> Decoder:
        return Decoder(self._conversation.mutables, self._objects.made, self._shared)

    def _answer(self, reply: dict[str, Any], known: int) -> Any:
        op = reply.get("op")
        if op == "interrupted":
            raise _marked(RemoteError("KeyboardInterrupt"))
        if op not in ("answer", "raise"):
            raise BadMessageError(f"an answer {str(op)[:40]!r}")
        decoder = self._decoder()
        found = decoder.decode(reply.get("value")) if op == "answer" else self._failure(reply, decoder)
        self._apply(reply, decoder, known)
        if op == "raise":
            raise found
        return found

    def _apply(self, message: dict[str, Any], decoder: Decoder, count: int) -> None:
        if changes := message.get("changes"):
            self.changed += self._conversation.apply(changes, decoder, count=count, really=not self.keeps_arguments)

    def _failure(self, reply: dict[str, Any], decoder: Decoder) -> BaseException:
        """Return the exception that the notebook's code raised."""
        if type(ours := reply.get("ours")) is int:
            return self._objects.lending.failure(ours)
        if "value" in reply:
            found = decoder.decode(reply["value"])
            if not isinstance(found, Exception):
                raise BadMessageError("a failure that is no exception")
            return _marked(found)
        text, args = reply.get("text"), decoder.decode(reply.get("args"))
        if type(text) is not str or type(args) is not tuple:
            raise BadMessageError("a malformed failure")
        kind = known_class(reply.get("class"))
        return _marked(RemoteError(text) if kind is None else rebuilt(kind, args, text))

    def _exchange(self, message: dict[str, Any]) -> dict[str, Any]:
        """Send a message and return the answer."""
        if self.gone:
            raise StudentGoneError("the notebook's process has ended")
        if self._late:
            raise StudentTimeError("the notebook's process has not answered in time")
        sent = False
        try:
            self._channel.send(message, self.deadline)
            sent = True
            self._owed += 1
            while (found := self._receive()).get("op") == "callback":
                self._serve(found)
        except ChannelTimeoutError:
            self.gone = self._channel.torn
            self._late = self._objects.classes.forgotten = True
            raise StudentTimeError("the notebook's process did not answer in time") from None
        except ChannelClosedError:
            self.gone = True
            raise StudentGoneError("the notebook's process has ended") from None
        except ChannelError as error:
            if not sent:
                raise TypeError(str(error)) from None
            raise self._broken(str(error)) from None
        except BaseException:  # an alarm of the caller's: the answer is still to come
            self._late = self._objects.classes.forgotten = True
            raise
        self._owed -= 1
        self.printed = bool(found.get("printed"))
        return found

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
            decoder = self._decoder()
            do, values = message.get("do"), decoder.decode(message.get("value"))
            self._apply(message, decoder, start)
            if type(values) is not tuple or type(do) is not str:
                raise BadMessageError("a malformed callback")
            conversation.remember()
            encoder = self._encoder()
            reply = self._performed(do, values, encoder)
            reply["changes"] = conversation.changes(encoder)
            self._channel.send(reply, self.deadline)
        finally:
            self._depth -= 1
            conversation.forget(start)

    def _performed(self, do: str, values: tuple[Any, ...], encoder: Encoder) -> dict[str, Any]:
        lending, known = self._objects.lending, len(self._conversation.mutables)
        try:
            if self._depth > _MOST_DEPTH:
                raise RecursionError("callbacks nested too deep")  # noqa: TRY301  # for the notebook's code
            return {"op": "called", "value": encoder.encode(lending.perform(do, values))}
        except StudentError:
            raise
        except Exception as error:  # noqa: BLE001  # whatever a test's function raises goes to its caller
            self._conversation.forget(known)
            name, text = described(error)
            reply = {"op": "failed", "class": name, "text": text, "ours": lending.keep(error)}
            if type(number := vars(error).get("_underhood_id")) is int:
                reply["theirs"] = number
            return reply

    def settle(self, seconds: float) -> bool:
        """Wait for the answers that are overdue, and drop them; say whether the process can be asked again.

        To be called after a deadline, when the notebook's code has been interrupted.
        """
        deadline = time.monotonic() + seconds
        self.printed = True
        try:
            while self._owed and not self.gone:
                self._owed -= self._channel.receive(deadline).get("op") != "callback"
                if self._owed:  # an outer call is waiting for what a callback returns
                    self._channel.send({"op": "failed", "class": "RuntimeError", "text": "the test is over"}, deadline)
        except ChannelError:
            self.gone = True
        self._late = False
        return not self.gone

    def drop(self, number: int, count: int) -> None:
        """Let the notebook forget an object, with the next message."""
        self._dropped.append([number, count])


def _marked(error: BaseException) -> BaseException:
    """Mark an exception as one that the notebook has raised."""
    vars(error)["_underhood_remote"] = True
    return error
