"""The student's side: answers what the judge asks of the notebook's objects."""

from __future__ import annotations

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
        known = start
        try:
            try:
                decoder = self._decoder()
                values = decoder.decode(message["value"])
                conversation.apply(message.get("changes", []), decoder, count=start)
                conversation.remember(start)
                known = len(conversation.mutables)
                found = self._performed(message["op"], values)
            except BaseException as error:  # noqa: BLE001  # SystemExit and KeyboardInterrupt of the student's too
                reply = self._failure(error)
            else:
                reply = {"op": "answer", "value": self._result(message["op"], values, found)}
            if changes := conversation.changes(self._encoder()):
                reply["changes"] = changes
        except BaseException as error:  # noqa: BLE001  # what can't be sent, or an interrupt in between
            self._handles.forget_told()
            conversation.forget(known)
            return {"op": "raise", "class": "TypeError", "text": str(error)[:500], "args": [wire.TUPLE]}
        else:
            return reply
        finally:
            with self._lock:  # a thread of the student's may be in the middle of a callback
                self._channel = before
            conversation.forget(start)

    def _encoder(self) -> Encoder:
        return Encoder(self._conversation.mutables, self._handles.part, self._shared, stays)

    def _decoder(self) -> Decoder:
        return Decoder(self._conversation.mutables, self._handles.made, self._shared)

    def _performed(self, op: str, values: tuple[Any, ...]) -> Any:
        if op == "fetch":
            return {name: self._names[name] for name in values[0] if name in self._names}
        if op == "share":
            return len(self._shared.add(values[0], self._names))
        return (OPERATIONS.get(op) or asynchronous.OPERATIONS[op])(*values)

    def _result(self, op: str, values: tuple[Any, ...], found: Any) -> list[Any]:
        """Return the part for a result."""
        encoder = self._encoder()
        if op == "fetch":
            # What one name has can't be sent, maybe; then it stays, and the others come.
            parts = [(name, encoder.attempt(one), one) for name, one in found.items()]
            pairs = [(name, *(part or [self._handles.part(one, encoder.encode)])) for name, part, one in parts]
            return [wire.TUPLE, *(one for pair in pairs for one in pair)]
        if op == "call" and self._handles.constructed(values[0], found):
            return self._handles.part(found, encoder.encode)
        return encoder.encode(found)  # type: ignore[no-any-return]  # a part of a message

    def _failure(self, error: BaseException) -> dict[str, Any]:
        """Return the answer for what the notebook's code has raised."""
        if type(ours := getattr(error, "_underhood_ours", None)) is int:
            return {"op": "raise", "ours": ours}
        name, text = described(error)
        encoder = self._encoder()
        if name and name.rpartition(":")[2] != type(error).__name__:  # a class of the notebook's own
            return {"op": "raise", "value": encoder.encode(error)}
        if not name:
            text = f"{type(error).__name__}: {text}".removesuffix(": ")
        return {"op": "raise", "class": name, "text": text, "args": encoder.encode(arguments(error))}

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
