"""What a test has in its hands for an object that stays in the notebook's process."""

from __future__ import annotations

import inspect
import types
from abc import ABCMeta
from typing import TYPE_CHECKING, Any, NoReturn, Protocol

if TYPE_CHECKING:
    from collections.abc import Generator

__all__ = ["FACES", "Asked", "Standin", "StandinABC", "StandinCoroutine", "StandinType", "ask", "is_standin"]

# Asked of the object itself. Everything else with two underscores is the stand-in's own, above all what NumPy and
# others take addresses in memory from (`__array_interface__`, `__cuda_array_interface__`) or paths (`__fspath__`).
_REMOTE = frozenset(
    f"__{name}__"
    for name in (
        *("name", "qualname", "module", "doc", "dict", "annotations", "defaults", "kwdefaults", "code", "closure"),
        *("wrapped", "self", "func", "version", "all", "file", "dataclass_fields", "match_args", "members"),
        *("cause", "context", "notes", "isabstractmethod"),
    )
)
_REMOTE_OF_CLASSES = _REMOTE - {"__name__", "__qualname__", "__module__"}
_KINDS = (
    *(inspect.Parameter.POSITIONAL_ONLY, inspect.Parameter.POSITIONAL_OR_KEYWORD, inspect.Parameter.VAR_POSITIONAL),
    *(inspect.Parameter.KEYWORD_ONLY, inspect.Parameter.VAR_KEYWORD),
)
FACES: dict[str, type] = {
    "function": types.FunctionType,
    "generator": types.GeneratorType,
    "coroutine": types.CoroutineType,
    "method": types.MethodType,
    "builtin": types.BuiltinFunctionType,
    "module": types.ModuleType,
}
"""What `isinstance` takes a stand-in for."""


class Asked(Protocol):
    """What stand-ins ask."""

    def ask(self, op: str, *values: Any) -> Any: ...  # noqa: D102
    def drop(self, number: int, count: int) -> None: ...  # noqa: D102


def is_standin(value: object) -> bool:
    """Say whether a value stands for an object or a class of the notebook's process."""
    return issubclass(type(value), StandinType) or issubclass(type(type(value)), StandinType)


def ask(target: Any, op: str, *values: Any) -> Any:
    """Have an operation done on what a stand-in stands for."""
    peer: Asked = target._underhood_peer  # noqa: SLF001  # its own
    return peer.ask(op, target, *values)


def _own(name: str) -> bool:
    return name.startswith(("_underhood", "_repr_", "_ipython_", "_abc_"))


class StandinType(type):
    """The class of what stands for a class of the notebook's; instances of that are made there."""

    _underhood_peer: Asked
    _underhood_number: int
    _underhood_named: bool
    _underhood_face: type | None
    _underhood_fields: tuple[str, ...]
    _underhood_ready: bool

    def __new__(mcs, name: str, bases: tuple[type, ...], space: dict[str, Any], *, made: bool = False) -> Any:
        """Make a type for Classes, and for nobody else."""
        if not made:
            raise TypeError(f"a test can't derive a class from the notebook's {bases[0].__name__}")
        return super().__new__(mcs, name, bases, space)

    def __init__(cls, name: str, bases: tuple[type, ...], space: dict[str, Any], **_: Any) -> None:
        super().__init__(name, bases, space)

    def __call__(cls, *args: Any, **kwargs: Any) -> Any:
        """Make an instance in the notebook's process."""
        return ask(cls, "call", args, kwargs)

    def __instancecheck__(cls, value: object) -> bool:
        # A namedtuple arrives as one of the same name and fields.
        kind = type(value)
        fields = cls._underhood_fields
        same = bool(fields) and (kind.__name__, getattr(kind, "_fields", ())) == (cls.__name__, fields)
        return same or super().__instancecheck__(value)

    def __getattribute__(cls, name: str) -> Any:
        if _own(name) or (name[:2] == "__" == name[-2:] and name not in _REMOTE_OF_CLASSES):
            return type.__getattribute__(cls, name)
        if not type.__getattribute__(cls, "_underhood_ready"):  # ABCMeta looks at what it makes
            return type.__getattribute__(cls, name)
        return ask(cls, "getattr", name)

    def __setattr__(cls, name: str, value: Any) -> None:
        if _own(name) or name == "__abstractmethods__":
            type.__setattr__(cls, name, value)
        else:
            ask(cls, "setattr", name, value)

    def __delattr__(cls, name: str) -> None:
        ask(cls, "delattr", name)

    def __dir__(cls) -> list[str]:
        return list(ask(cls, "dir"))

    def __repr__(cls) -> str:
        return str(ask(cls, "repr"))

    def __iter__(cls) -> Any:
        return ask(cls, "iter")

    def __len__(cls) -> int:
        return ask(cls, "len")  # type: ignore[no-any-return]  # checked by Python

    def __bool__(cls) -> bool:
        return True

    def __contains__(cls, value: Any) -> bool:
        return ask(cls, "contains", value) is True

    def __getitem__(cls, key: Any) -> Any:
        return ask(cls, "getitem", key)


class StandinABC(StandinType, ABCMeta):
    """The same, for classes that are derived from an abstract one of a locked cell."""


class Standin(metaclass=StandinType, made=True):
    """Stands for an object that stays in the notebook's process; whatever is done to it is asked for there.

    Compared with anything but another stand-in it is unequal, and its order is a TypeError: that is decided here.
    """

    __slots__ = ("__weakref__", "_underhood_count", "_underhood_id")
    _underhood_named = False
    _underhood_face: type | None = None
    _underhood_fields: tuple[str, ...] = ()
    _underhood_ready = False
    _underhood_id: int
    _underhood_count: int
    __array_ufunc__ = None  # NumPy's operators leave the question to the stand-in

    def __init_subclass__(cls) -> None:
        """Do nothing: what a shared base class does here is for real ones."""

    def __getattribute__(self, name: str) -> Any:
        if name == "__class__":
            kind: Any = type(self)
            return kind._underhood_face or kind  # noqa: SLF001
        if name == "__signature__":
            return _signature(self)
        if _own(name) or (name[:2] == "__" == name[-2:] and name not in _REMOTE):
            return object.__getattribute__(self, name)
        return ask(self, "getattr", name)

    def __setattr__(self, name: str, value: Any) -> None:
        if name.startswith("_underhood"):
            object.__setattr__(self, name, value)
        else:
            ask(self, "setattr", name, value)

    def __delattr__(self, name: str) -> None:
        ask(self, "delattr", name)

    def __del__(self) -> None:
        kind: Any = type(self)
        kind._underhood_peer.drop(self._underhood_id, self._underhood_count)  # noqa: SLF001

    def __eq__(self, other: object) -> Any:
        return ask(self, "eq", other) if is_standin(other) else NotImplemented

    def __ne__(self, other: object) -> Any:
        return ask(self, "ne", other) if is_standin(other) else NotImplemented

    def __hash__(self) -> int:
        return ask(self, "hash")  # type: ignore[no-any-return]  # checked by Python

    def __repr__(self) -> str:
        return ask(self, "repr")  # type: ignore[no-any-return]  # checked by Python

    def __str__(self) -> str:
        return ask(self, "str")  # type: ignore[no-any-return]  # checked by Python

    def __format__(self, spec: str) -> str:
        return ask(self, "format", spec)  # type: ignore[no-any-return]  # checked by Python

    def __dir__(self) -> list[str]:
        return list(ask(self, "dir"))

    def __copy__(self) -> Any:
        return ask(self, "copy")

    def __deepcopy__(self, memo: dict[int, Any]) -> Any:
        return ask(self, "deepcopy")

    def __reduce_ex__(self, protocol: Any) -> NoReturn:
        raise TypeError("an object of the notebook's process can't be pickled here")


class StandinCoroutine(Standin, made=True):
    """Stands for a coroutine: it is run to its end in the notebook's process when it is awaited here."""

    __slots__ = ()

    def __getattribute__(self, name: str) -> Any:
        if name in ("send", "throw", "close"):
            return object.__getattribute__(self, name)
        return super().__getattribute__(name)

    def __await__(self) -> Generator[None, None, Any]:
        return self  # type: ignore[return-value]  # it has what an awaitable's iterator needs

    def __iter__(self) -> StandinCoroutine:
        return self

    def __next__(self) -> NoReturn:
        self.send(None)

    def send(self, value: object) -> NoReturn:  # noqa: ARG002  # asyncio starts it with None
        """Run it to its end."""
        raise StopIteration(ask(self, "await"))

    def throw(self, error: BaseException) -> NoReturn:
        """Raise the error: it has not been started."""
        raise error

    def close(self) -> None:
        """Leave it as it is."""


def _signature(function: Standin) -> inspect.Signature:
    kinds = {kind.name: kind for kind in _KINDS}
    empty = inspect.Parameter.empty
    found = ask(function, "parameters")
    return inspect.Signature(
        [
            inspect.Parameter(name, kinds[kind], default=default if defaults else empty)
            for name, kind, defaults, default in found
        ]
    )
