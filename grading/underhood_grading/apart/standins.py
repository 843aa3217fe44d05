"""What a test has in its hands for an object that stays in the notebook's process."""

from __future__ import annotations

import inspect
import types
from typing import TYPE_CHECKING, Any, NoReturn

import numpy as np

from .operations import BINARY, ORDER, UNARY

if TYPE_CHECKING:
    from collections.abc import Callable

    from .peer import Peer

__all__ = ["DUNDERS", "Standin", "StandinType", "is_standin"]

# Asked of the object itself. Everything else with two underscores is the stand-in's own, above all what NumPy and
# others take addresses in memory from (`__array_interface__`, `__cuda_array_interface__`) or paths (`__fspath__`).
_REMOTE = frozenset(
    f"__{name}__"
    for name in (
        *("name", "qualname", "module", "doc", "dict", "annotations", "defaults", "kwdefaults", "code", "closure"),
        *("wrapped", "self", "func", "version", "all", "file", "dataclass_fields", "match_args", "abstractmethods"),
        *("members", "cause", "context", "notes", "isabstractmethod"),
    )
)
_REMOTE_OF_CLASSES = _REMOTE - {"__name__", "__qualname__", "__module__", "__abstractmethods__"}
_KINDS = (
    *(inspect.Parameter.POSITIONAL_ONLY, inspect.Parameter.POSITIONAL_OR_KEYWORD, inspect.Parameter.VAR_POSITIONAL),
    *(inspect.Parameter.KEYWORD_ONLY, inspect.Parameter.VAR_KEYWORD),
)
FACES: dict[str, type] = {
    "function": types.FunctionType,
    "generator": types.GeneratorType,
    "method": types.MethodType,
    "builtin": types.BuiltinFunctionType,
    "module": types.ModuleType,
}


def is_standin(value: object) -> bool:
    """Say whether a value stands for an object or a class of the notebook's process."""
    return isinstance(type(value), StandinType) or isinstance(value, StandinType)


def _ask(target: Any, op: str, *values: Any) -> Any:
    peer: Peer = target._underhood_peer  # noqa: SLF001  # its own
    return peer.ask(op, target, *values)


def _own(name: str) -> bool:
    return name.startswith(("_underhood", "_repr_", "_ipython_"))


class StandinType(type):
    """The class of a class that stays with the notebook; instances of it are made there."""

    _underhood_peer: Peer
    _underhood_number: int
    _underhood_named: bool
    _underhood_face: type | None

    def __new__(mcs, name: str, bases: tuple[type, ...], space: dict[str, Any], *, made: bool = False) -> Any:
        if not made:
            raise TypeError(f"a test can't derive a class from the notebook's {bases[0].__name__}")
        return super().__new__(mcs, name, bases, space)

    def __init__(cls, name: str, bases: tuple[type, ...], space: dict[str, Any], *, made: bool = False) -> None:
        super().__init__(name, bases, space)

    def __call__(cls, *args: Any, **kwargs: Any) -> Any:
        return _ask(cls, "call", args, kwargs)

    def __getattribute__(cls, name: str) -> Any:
        if _own(name) or (name[:2] == "__" == name[-2:] and name not in _REMOTE_OF_CLASSES):
            return type.__getattribute__(cls, name)
        return _ask(cls, "getattr", name)

    def __setattr__(cls, name: str, value: Any) -> None:
        _ask(cls, "setattr", name, value)

    def __delattr__(cls, name: str) -> None:
        _ask(cls, "delattr", name)

    def __dir__(cls) -> list[str]:
        return list(_ask(cls, "dir"))

    def __repr__(cls) -> str:
        return str(_ask(cls, "repr"))

    def __iter__(cls) -> Any:
        return _ask(cls, "iter")

    def __len__(cls) -> int:
        return _ask(cls, "len")  # type: ignore[no-any-return]

    def __bool__(cls) -> bool:
        return True

    def __contains__(cls, value: Any) -> bool:
        return _ask(cls, "contains", value) is True

    def __getitem__(cls, key: Any) -> Any:
        return _ask(cls, "getitem", key)


def _local(cls: StandinType, name: str, value: Any) -> None:
    type.__setattr__(cls, name, value)


class Standin(metaclass=StandinType, made=True):
    """Stands for an object that stays in the notebook's process; whatever is done to it is asked for there.

    Compared with anything but another stand-in it is unequal, and its order is a TypeError: that is decided here.
    """

    __slots__ = ("__weakref__", "_underhood_count", "_underhood_id")
    _underhood_named = False
    _underhood_face: type | None = None
    __array_ufunc__ = None  # NumPy's operators leave the question to the stand-in

    def __getattribute__(self, name: str) -> Any:
        if name == "__class__":
            kind = type(self)
            return kind._underhood_face or kind
        if name == "__signature__":
            return _signature(self)
        if _own(name) or (name[:2] == "__" == name[-2:] and name not in _REMOTE):
            return object.__getattribute__(self, name)
        return _ask(self, "getattr", name)

    def __setattr__(self, name: str, value: Any) -> None:
        if name.startswith("_underhood"):
            object.__setattr__(self, name, value)
        else:
            _ask(self, "setattr", name, value)

    def __delattr__(self, name: str) -> None:
        _ask(self, "delattr", name)

    def __del__(self) -> None:
        kind = type(self)
        kind._underhood_peer.drop(self._underhood_id, self._underhood_count)

    def __eq__(self, other: object) -> Any:
        return _ask(self, "eq", other) if is_standin(other) else NotImplemented

    def __ne__(self, other: object) -> Any:
        return _ask(self, "ne", other) if is_standin(other) else NotImplemented

    def __hash__(self) -> int:
        return _ask(self, "hash")  # type: ignore[no-any-return]

    def __repr__(self) -> str:
        return _ask(self, "repr")  # type: ignore[no-any-return]

    def __str__(self) -> str:
        return _ask(self, "str")  # type: ignore[no-any-return]

    def __format__(self, spec: str) -> str:
        return _ask(self, "format", spec)  # type: ignore[no-any-return]

    def __dir__(self) -> list[str]:
        return list(_ask(self, "dir"))

    def __copy__(self) -> Any:
        return _ask(self, "copy")

    def __deepcopy__(self, memo: dict[int, Any]) -> Any:
        return _ask(self, "deepcopy")

    def __reduce_ex__(self, protocol: Any) -> NoReturn:
        raise TypeError("an object of the notebook's process can't be pickled here")


def _signature(function: Standin) -> inspect.Signature:
    kinds = {kind.name: kind for kind in _KINDS}
    empty = inspect.Parameter.empty
    return inspect.Signature(
        [
            inspect.Parameter(name, kinds[kind], default=default if has_default else empty)
            for name, kind, has_default, default in _ask(function, "parameters")
        ]
    )


def _mixed(target: Any, other: Any) -> None:
    """Refuse an operator between an object and a plain value, unless the object's class is one that the test names.

    Otherwise an object that a function returns in place of a number could answer `abs(f(x) - expected)` with 0.
    """
    if not is_standin(other) and not any(getattr(kind, "_underhood_named", False) for kind in type(target).__mro__):
        raise TypeError(
            f"a {type(target).__name__} of the notebook can't be combined with a {type(other).__name__} here"
        )


def _unary(op: str) -> Callable[..., Any]:
    return lambda self: _ask(self, op)


def _binary(op: str) -> Callable[..., Any]:
    def forward(self: Any, other: Any) -> Any:
        _mixed(self, other)
        return _ask(self, op, other)

    return forward


def _reflected(op: str) -> Callable[..., Any]:
    def backward(self: Any, other: Any) -> Any:
        _mixed(self, other)
        peer: Peer = self._underhood_peer
        return peer.ask(op, other, self)

    return backward


def _order(op: str) -> Callable[..., Any]:
    return lambda self, other: _ask(self, op, other) if is_standin(other) else NotImplemented


def _call(self: Any, /, *args: Any, **kwargs: Any) -> Any:
    return _ask(self, "call", args, kwargs)


def _array(self: Any, dtype: Any = None, copy: Any = None) -> np.ndarray[Any, Any]:
    found = _ask(self, "array")
    if not isinstance(found, np.ndarray):
        raise TypeError(f"a {type(self).__name__} of the notebook is no array")
    return found if dtype is None else found.astype(dtype)


def _round(self: Any, digits: int | None = None) -> Any:
    return _ask(self, "round") if digits is None else _ask(self, "round", digits)


def _contains(self: Any, value: Any) -> Any:
    _mixed(self, value)
    return _ask(self, "contains", value)


def _setitem(self: Any, key: Any, value: Any) -> None:
    _ask(self, "setitem", key, value)


def _dunders() -> dict[str, Callable[..., Any]]:
    found: dict[str, Callable[..., Any]] = {f"__{op}__": _unary(op) for op in UNARY}
    for op in BINARY:
        name = op.rstrip("_")
        found |= {f"__{name}__": _binary(op), f"__r{name}__": _reflected(op), f"__i{name}__": _binary(f"i{name}")}
    found |= {f"__{op}__": _order(op) for op in ORDER}
    found |= {f"__{op}__": (lambda op: lambda self, key: _ask(self, op, key))(op) for op in ("getitem", "delitem")}
    return found | {
        "__call__": _call,
        "__array__": _array,
        "__round__": _round,
        "__contains__": _contains,
        "__setitem__": _setitem,
        "__divmod__": _binary("divmod"),
        "__rdivmod__": _reflected("divmod"),
        "__enter__": _unary("enter"),
    }


DUNDERS = _dunders()
"""The special methods that a stand-in can have; it gets those that its object's class has."""
