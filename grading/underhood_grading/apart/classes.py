"""The notebook's classes on the judge's side: real types, so that `isinstance`, `except` and `match` know them."""

from __future__ import annotations

from abc import ABCMeta
from typing import TYPE_CHECKING, Any

from .dunders import DUNDERS
from .errors import BadMessageError
from .failures import known_class, shown
from .standins import FACES, Asked, Standin, StandinABC, StandinCoroutine, StandinType

if TYPE_CHECKING:
    from collections.abc import Callable

__all__ = ["Classes"]

_MOST = 2000
# An instance of these needs more than a message; a class of the notebook that is derived from one is an Exception here.
_TOO_SPECIAL = (BaseExceptionGroup, UnicodeError)


class Classes:
    """The types made so far, by the notebook's numbers."""

    def __init__(self, peer: Asked) -> None:
        self._peer = peer
        self._made: dict[int, Any] = {}
        self.forgotten = False
        """An answer with descriptions may have been lost, so that the notebook has to give them again."""

    def made(self, number: int, description: list[Any], decode: Callable[[Any], Any]) -> Any:
        """Return the type for a class, made when it is described for the first time."""
        if number in self._made:
            return self._made[number]
        match description:
            case [str(name), str(face), list(bases), list(dunders), str(error), list(fields)]:
                pass
            case _:
                raise BadMessageError("a class that has not been described")
        if len(self._made) >= _MOST or max(map(len, (name, bases, dunders, fields))) > 500:
            raise BadMessageError("too many classes, or too large ones")
        ancestors = tuple(dict.fromkeys(one for one in map(decode, bases) if isinstance(one, type)))
        space: dict[str, Any] = {one: DUNDERS[one] for one in dunders if isinstance(one, str) and one in DUNDERS}
        space |= {
            "_underhood_ready": False,
            "__module__": "notebook",
            "__qualname__": name.replace("\0", "") or "Unnamed",
        }
        made = self._error(ancestors, known_class(error), space) if error else self._plain(ancestors, face, space)
        made._underhood_peer = self._peer  # noqa: SLF001  # its own
        made._underhood_number = number  # noqa: SLF001
        made._underhood_face = FACES.get(face)  # noqa: SLF001
        made._underhood_fields = tuple(map(str, fields))  # noqa: SLF001
        made._underhood_ready = True  # noqa: SLF001
        self._made[number] = made
        return made

    @staticmethod
    def _plain(ancestors: tuple[type, ...], face: str, space: dict[str, Any]) -> Any:
        root: type = StandinCoroutine if face == "coroutine" else Standin
        if face == "coroutine":
            space = {name: one for name, one in space.items() if name[:2] != "__" or name not in DUNDERS}
        standins = tuple(one for one in ancestors if issubclass(one, Standin))
        # Behind the stand-ins, so that nothing but `isinstance` and `issubclass` ever finds them.
        shared = tuple(one for one in ancestors if not issubclass(type(one), StandinType))
        abstract = any(issubclass(type(one), ABCMeta) for one in (*standins, *shared))
        space = {**space, "__slots__": (), "__hash__": Standin.__hash__}
        return _type(StandinABC if abstract else StandinType, (*(standins or (root,)), *shared), root, space)

    @staticmethod
    def _error(ancestors: tuple[type, ...], error: type[Exception] | None, space: dict[str, Any]) -> Any:
        root: type = Exception if error is None or issubclass(error, _TOO_SPECIAL) else error
        bases = tuple(one for one in ancestors if issubclass(one, Exception))
        names = {name: space[name] for name in ("__module__", "__qualname__", "_underhood_ready")}
        own = {"__getattr__": _attribute, "__str__": shown, "_underhood_named": False, "_underhood_fields": ()}
        return _type(StandinType, bases or (root,), root, {**names, **own})


def _type(kind: type, bases: tuple[type, ...], root: type, space: dict[str, Any]) -> Any:
    name = space["__qualname__"]
    try:
        made = kind(name, bases, dict(space), made=True)
    except TypeError:  # bases that can't be combined
        made = StandinType(name, (root,), dict(space), made=True)
    if isinstance(made, StandinABC):
        made.__abstractmethods__ = frozenset()
    return made


def _attribute(self: Any, name: str) -> Any:
    if name.startswith("_") or "_underhood_id" not in self.__dict__:
        raise AttributeError(name)
    return type(self)._underhood_peer.ask("getattr", self, name)  # noqa: SLF001  # its own
