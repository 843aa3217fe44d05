"""The notebook's classes on the judge's side: real types, so that `isinstance`, `except` and `match` know them."""

from __future__ import annotations

import builtins
from typing import TYPE_CHECKING, Any

from .errors import BadMessageError
from .standins import DUNDERS, FACES, Standin, StandinType

if TYPE_CHECKING:
    from collections.abc import Callable

    from .peer import Peer

__all__ = ["Classes"]

_MOST = 2000
_EXCEPTIONS = {
    name: one for name, one in vars(builtins).items() if isinstance(one, type) and issubclass(one, Exception)
}
# Their instances need more than a message, so a class of the notebook that is one is no more than an Exception here.
_TOO_SPECIAL = (BaseExceptionGroup, UnicodeError)


class Classes:
    """The types made so far, by the notebook's numbers."""

    def __init__(self, peer: Peer) -> None:
        self._peer = peer
        self._made: dict[int, StandinType] = {}
        self.forgotten = False

    def retell(self) -> None:
        """Note that an answer with descriptions may have been lost."""
        self.forgotten = True

    @staticmethod
    def builtin_exception(name: Any) -> type[Exception] | None:
        """Return a built-in exception class; None for "", which stands for what is past Exception."""
        if name == "":
            return None
        if type(name) is not str or name not in _EXCEPTIONS:
            raise BadMessageError("an exception of no known class")
        return _EXCEPTIONS[name]

    def made(self, number: int, description: list[Any], decode: Callable[[Any], Any]) -> StandinType:
        """Return the type for a class, made when it is described for the first time."""
        if number in self._made:
            return self._made[number]
        match description:
            case [str(name), str(face), list(bases), list(dunders), str(base)]:
                pass
            case _:
                raise BadMessageError("a class that has not been described")
        if len(self._made) >= _MOST or len(bases) > 50 or len(dunders) > 500 or not name or len(name) > 1000:
            raise BadMessageError("too many classes, or too large ones")
        ancestors = tuple(dict.fromkeys(one for one in map(decode, bases) if isinstance(one, type)))
        error = self.builtin_exception(base)
        space = {one: DUNDERS[one] for one in dunders if isinstance(one, str) and one in DUNDERS}
        made = self._type(name, ancestors, error, space)
        type.__setattr__(made, "_underhood_peer", self._peer)
        type.__setattr__(made, "_underhood_number", number)
        type.__setattr__(made, "_underhood_face", FACES.get(face))
        self._made[number] = made
        return made

    @staticmethod
    def _type(
        name: str, ancestors: tuple[type, ...], error: type[Exception] | None, space: dict[str, Any]
    ) -> StandinType:
        name = name.replace("\0", "")
        if error is not None:
            root: type = Exception if issubclass(error, _TOO_SPECIAL) else error
            bases = tuple(one for one in ancestors if issubclass(one, BaseException)) or (root,)
            space = {"__getattr__": _attribute, "__str__": _text}
        else:
            root = Standin
            bases = tuple(one for one in ancestors if issubclass(one, Standin)) or (root,)
            space = {**space, "__slots__": ()}
            if "__hash__" not in space:
                space["__hash__"] = Standin.__hash__
        space = {**space, "__module__": "notebook", "__qualname__": name}
        try:
            return StandinType(name, bases, space, made=True)  # type: ignore[no-any-return]
        except TypeError:  # bases that can't be combined
            return StandinType(name, (root,), space, made=True)  # type: ignore[no-any-return]


def _attribute(self: Any, name: str) -> Any:
    if name.startswith("_") or "_underhood_id" not in self.__dict__:
        raise AttributeError(name)
    return type(self)._underhood_peer.ask("getattr", self, name)  # noqa: SLF001  # its own


def _text(self: Any) -> str:
    return str(self.__dict__["_underhood_text"])
