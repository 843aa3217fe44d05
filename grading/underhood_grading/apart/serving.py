"""The student's side: answers what the judge asks of the notebook's objects."""

from __future__ import annotations

import contextlib
import os
import threading
from typing import TYPE_CHECKING, Any

from . import asynchronous, wire
from .conversation import Conversation
from .decoding import Decoder
from .encoding import Encoder
from .failures import arguments, described, known_class
from .handles import Handles, stays
from .operations import OPERATIONS
from .shared import Shared

if TYPE_CHECKING:
    from .channel import Channel

__all__ = ["Servant"]


class Servant:
    """Answers for the notebook's names.

    >>> servant = Servant(shell.user_ns)
    >>> while True:
    ...     message = channel.receive()
    ...     channel.send(servant.answer(message, channel))

    Nothing here protects anyone: it runs in the student's process, and the judge trusts none of its answers.
    """

    def __init__(self, names: dict[str, Any]) -> None:
        self._names = names
        self._conversation = Conversation()
        self._shared = Shared()
        self._handles = Handles(self)
        self._channel: Channel | None = None
        self._process = os.getpid()
        self._lock = threading.RLock()

    def answer(self, message: dict[str, Any], channel: Channel) -> dict[str, Any]:
        """Return the answer to one message of the judge's."""
        conversation = self._conversation
        start = len(conversation.mutables)
        before, self._channel = self._channel, channel
        self._handles.drop(message.get("drop", ()))
        if message.get("retell"):
            self._handles.forget_told()
        try:
            try:
                decoder = self._decoder()
                values = decoder.decode(message["value"])
                conversation.apply(message.get("changes", []), decoder, count=start)
                conversation.remember(start)
                reply = self._performed(message["op"], values)
            except BaseException as error:  # noqa: BLE001  # SystemExit and KeyboardInterrupt of the student's too
                reply = self._failure(error)
            if changes := conversation.changes(self._encoder()):
                reply["changes"] = changes
            return reply
        finally:
            with self._lock:  # a thread of the student's may be in the middle of a callback
                self._channel = before
            conversation.forget(start)

    def _encoder(self) -> Encoder:
        return Encoder(self._conversation.mutables, self._handles.part, self._shared, stays)

    def _decoder(self) -> Decoder:
        return Decoder(self._conversation.mutables, self._handles.made, self._shared)

    def _performed(self, op: str, values: tuple[Any, ...]) -> dict[str, Any]:
        if op == "fetch":
            found: Any = {name: self._names[name] for name in values[0] if name in self._names}
        elif op == "share":
            found = len(self._shared.add(values[0], self._names))
        elif op in asynchronous.OPERATIONS:
            found = asynchronous.OPERATIONS[op](*values)
        else:
            found = OPERATIONS[op](*values)
        encoder = self._encoder()
        if op == "call" and self._handles.constructed(values[0], found):
            return {"op": "answer", "value": self._handles.part(found, encoder.encode)}
        return {"op": "answer", "value": encoder.encode(found)}

    def _failure(self, error: BaseException) -> dict[str, Any]:
        if type(ours := getattr(error, "_underhood_ours", None)) is int:
            return {"op": "raise", "ours": ours}
        encoder = self._encoder()
        name, text = described(error)
        if name and name.rpartition(":")[2] != type(error).__name__:  # a class of the notebook's own
            with contextlib.suppress(Exception):
                return {"op": "raise", "value": encoder.encode(error)}
        args: Any = [wire.TUPLE]
        with contextlib.suppress(Exception):
            args = encoder.encode(arguments(error))
        if not name:
            text = f"{type(error).__name__}: {text}".removesuffix(": ")
        return {"op": "raise", "class": name, "text": text, "args": args}

    def call_back(self, do: str, *values: Any) -> Any:
        """Ask the judge to call or step an object of the test's; raise what it raises."""
        with self._lock:
            channel, conversation = self._channel, self._conversation
            if channel is None or os.getpid() != self._process:
                raise RuntimeError("the test's function can be called no more")
            start = len(conversation.mutables)
            try:
                encoder = self._encoder()
                message = {"op": "callback", "do": do, "value": encoder.encode(values)}
                message["changes"] = conversation.changes(encoder)
                count = len(conversation.mutables)
                channel.send(message)
                while (reply := channel.receive())["op"] not in ("called", "failed"):
                    channel.send(self.answer(reply, channel))
                decoder = self._decoder()
                found = decoder.decode(reply["value"]) if reply["op"] == "called" else None
                conversation.apply(reply.get("changes", []), decoder, count=count)
            finally:
                conversation.forget(start)
            if reply["op"] == "failed":
                raise self._raised(reply)
            return found

    def _raised(self, reply: dict[str, Any]) -> BaseException:
        """Return the exception that a function of the test's has raised."""
        theirs: BaseException | None = self._handles.object(reply.get("theirs"))
        error = theirs or (known_class(reply["class"]) or Exception)(reply["text"])
        if "ours" in reply:
            vars(error)["_underhood_ours"] = reply["ours"]
        return error
