"""The student's side: answers what the judge asks of the notebook's objects."""

from __future__ import annotations

import contextlib
import importlib
import os
import threading
import types
from typing import TYPE_CHECKING, Any

from . import wire
from .conversation import Conversation
from .decoding import Decoder
from .encoding import Encoder
from .errors import BadMessageError
from .failures import base_of, described
from .operations import OPERATIONS
from .standins import DUNDERS

if TYPE_CHECKING:
    from collections.abc import Callable

    from .channel import Channel

__all__ = ["Servant"]

_FACES = {
    types.FunctionType: "function",
    types.GeneratorType: "generator",
    types.CoroutineType: "coroutine",
    types.MethodType: "method",
    types.BuiltinFunctionType: "builtin",
    types.ModuleType: "module",
}


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
        self._objects: dict[int, list[Any]] = {}  # by number: the object and how often it was sent
        self._numbers: dict[int, int] = {}
        self._classes: dict[int, type] = {}
        self._class_numbers: dict[type, int] = {}
        self._told: set[int] = set()
        self._next = 1
        self._channel: Channel | None = None
        self._process = os.getpid()
        self._lock = threading.RLock()
        self._shared: dict[int, str] = {}

    def answer(self, message: dict[str, Any], channel: Channel) -> dict[str, Any]:
        """Return the answer to one message of the judge's."""
        conversation = self._conversation
        start = len(conversation.mutables)
        before, self._channel = self._channel, channel
        for number, count in message.get("drop", ()):
            self._drop(number, count)
        if message.get("retell"):
            self._told.clear()
        decoder = Decoder(conversation.mutables, self._made)
        reply: dict[str, Any]
        encoder: Encoder | None = None
        try:
            try:
                values = decoder.decode(message["value"])
                if changes := message.get("changes"):
                    conversation.apply(changes, decoder, count=start)
                conversation.remember(start)
                found = self._perform(message["op"], values)
                encoder = Encoder(conversation.mutables, self._part)
                reply = {"op": "answer", "value": encoder.encode(found)}
            except BaseException as error:  # noqa: BLE001  # SystemExit and KeyboardInterrupt of the student's too
                encoder = Encoder(conversation.mutables, self._part)
                reply = self._failure(error, encoder)
            if changes := conversation.changes(encoder):
                reply["changes"] = changes
            return reply
        finally:
            conversation.forget(start)
            self._channel = before

    def _perform(self, op: str, values: tuple[Any, ...]) -> Any:
        if op == "fetch":
            return {name: self._names[name] for name in values[0] if name in self._names}
        if op == "share":
            self._shared |= {id(self._names[name]): name for name in values[0] if name in self._names}
            return None
        return OPERATIONS[op](*values)

    def _failure(self, error: BaseException, encoder: Encoder) -> dict[str, Any]:
        reply: dict[str, Any] = {"op": "raise"}
        if isinstance(ours := getattr(error, "_underhood_ours", None), int):
            return {**reply, "ours": ours}
        base, name, text = described(error)
        if base and base != type(error).__name__:
            with contextlib.suppress(Exception):
                return {**reply, "value": encoder.encode(error)}
        args: Any = [wire.TUPLE]
        with contextlib.suppress(Exception):
            args = encoder.encode(tuple(error.args))
        return {
            **reply,
            "base": base,
            "name": name,
            "text": text if base else f"{name}: {text}".rstrip(": "),
            "args": args,
        }

    def _drop(self, number: int, count: int) -> None:
        kept = self._objects.get(number)
        if kept is not None:
            kept[1] -= count
            if kept[1] <= 0:
                del self._objects[number]
                self._numbers.pop(id(kept[0]), None)

    def _part(self, value: Any) -> list[Any]:
        """Return the part for an object that is not plain."""
        kind = type(value)
        if kind is Borrowed or kind is BorrowedIterator:
            return [wire.LENT, value._number]
        if (name := self._shared.get(id(value))) is not None:
            return [wire.SHARED, name]
        if isinstance(value, type):
            name = wire.TYPE_NAMES.get(value, "")
            return [wire.TYPE, name] if name else self._class_part(value)
        number = self._numbers.get(id(value))
        if number is None:
            number = self._numbers[id(value)] = self._next
            self._next += 1
            self._objects[number] = [value, 0]
        self._objects[number][1] += 1
        part = [wire.HANDLE, number, self._class_part(kind)]
        if isinstance(value, Exception):
            args: Any = [wire.TUPLE]
            with contextlib.suppress(Exception):
                args = Encoder(other=self._part).encode(tuple(value.args))
            part += [described(value)[2], args]
        return part

    def _class_part(self, kind: type) -> list[Any]:
        number = self._class_numbers.get(kind)
        if number is None:
            number = self._class_numbers[kind] = len(self._classes)
            self._classes[number] = kind
        if number in self._told:
            return [wire.CLASS, number]
        bases = [self._class_part(one) for one in kind.__bases__ if one not in wire.TYPE_NAMES]
        dunders = [name for name in DUNDERS if getattr(kind, name, None) is not None]
        base = base_of(kind) if issubclass(kind, BaseException) else ""
        self._told.add(number)
        return [wire.CLASS, number, kind.__name__, _FACES.get(kind, ""), bases, dunders, base]

    def _made(self, part: list[Any], decode: Callable[[Any], Any]) -> Any:
        """Return the object that a part of the judge's names."""
        match part:
            case [wire.HANDLE, number]:
                return self._objects[number][0]
            case [wire.CLASS, number]:
                return self._classes[number]
            case [wire.SHARED, name]:
                return self._names[name]
            case [wire.NAME, module, name]:
                found = importlib.import_module(module)
                for step in name.split(".") if name else ():
                    found = getattr(found, step)
                return found
            case [wire.LENT, number, kind, name]:
                return (BorrowedIterator if kind == "iterator" else Borrowed)(self, number, name)
        raise BadMessageError("a part of no known kind")

    def call_back(self, do: str, *values: Any) -> Any:
        """Ask the judge to call or step an object of the test's; raise what it raises."""
        if self._channel is None or os.getpid() != self._process:
            raise RuntimeError("the test's function can't be called any more")
        with self._lock:
            channel, conversation = self._channel, self._conversation
            start = len(conversation.mutables)
            encoder = Encoder(conversation.mutables, self._part)
            message = {"op": "callback", "do": do, "value": encoder.encode(values)}
            message["changes"] = conversation.changes(encoder)
            count = len(conversation.mutables)
            channel.send(message)
            try:
                while (reply := channel.receive())["op"] not in ("called", "failed"):
                    channel.send(self.answer(reply, channel))
                decoder = Decoder(conversation.mutables, self._made)
                found = decoder.decode(reply["value"]) if reply["op"] == "called" else None
                if changes := reply.get("changes"):
                    conversation.apply(changes, decoder, count=count)
            finally:
                conversation.forget(start)
            if reply["op"] == "failed":
                raise self._raised(reply)
            return found

    def _raised(self, reply: dict[str, Any]) -> BaseException:
        if reply.get("theirs") in self._objects:
            return self._objects[reply["theirs"]][0]  # type: ignore[no-any-return]
        kind = getattr(__import__("builtins"), reply["base"], Exception)
        error: BaseException = kind(reply["text"])
        if "ours" in reply:
            error._underhood_ours = reply["ours"]  # type: ignore[attr-defined]
        return error


class Borrowed:
    """A function of the test's; it can be called."""

    def __init__(self, servant: Servant, number: int, name: str) -> None:
        self._servant = servant
        self._number = number
        self.__name__ = name

    def __call__(self, *args: Any, **kwargs: Any) -> Any:
        return self._servant.call_back("call", self, args, kwargs)


class BorrowedIterator:
    """An iterator of the test's."""

    def __init__(self, servant: Servant, number: int, name: str) -> None:
        self._servant = servant
        self._number = number

    def __iter__(self) -> BorrowedIterator:
        return self

    def __next__(self) -> Any:
        return self._servant.call_back("next", self)
