"""Operators and protocols of stand-ins; each gets those that the class of its object has."""

from __future__ import annotations

import dis
from typing import TYPE_CHECKING, Any

import numpy as np

from .operations import BINARY, ORDER, UNARY
from .standins import ask, is_standin

if TYPE_CHECKING:
    from collections.abc import Callable
    from types import TracebackType

    from .standins import Asked

__all__ = ["DUNDERS"]


def _mixed(target: Any, other: Any) -> None:
    """Refuse an operator between an object and a plain value, unless the object's class is one that the test names.

    Otherwise an object that a function returns in place of a number could answer `abs(f(x) - expected)` with 0.
    """
    if not is_standin(other) and not any(getattr(kind, "_underhood_named", False) for kind in type(target).__mro__):
        here, there = type(other).__name__, type(target).__name__
        raise TypeError(f"unsupported operand types: the notebook returned an object of class {there}, not a {here}")


def _unary(op: str) -> Callable[..., Any]:
    return lambda self: ask(self, op)


def _item(op: str) -> Callable[..., Any]:
    return lambda self, key: ask(self, op, key)


def _order(op: str) -> Callable[..., Any]:
    return lambda self, other: ask(self, op, other) if is_standin(other) else NotImplemented


def _binary(op: str) -> Callable[..., Any]:
    def forward(self: Any, other: Any) -> Any:
        _mixed(self, other)
        return ask(self, op, other)

    return forward


def _reflected(op: str) -> Callable[..., Any]:
    def backward(self: Any, other: Any) -> Any:
        _mixed(self, other)
        peer: Asked = self._underhood_peer
        return peer.ask(op, other, self)

    return backward


def _call(self: Any, /, *args: Any, **kwargs: Any) -> Any:
    return ask(self, "call", args, kwargs)


def _array(self: Any, dtype: Any = None, copy: bool | None = None) -> np.ndarray[Any, Any]:  # noqa: ARG001  # NumPy's
    found = ask(self, "array")
    if not isinstance(found, np.ndarray):
        raise TypeError(f"a {type(self).__name__} of the notebook is no array")
    return found if dtype is None else found.astype(dtype)


def _round(self: Any, digits: int | None = None) -> Any:
    return ask(self, "round") if digits is None else ask(self, "round", digits)


def _contains(self: Any, value: Any) -> Any:
    _mixed(self, value)
    return ask(self, "contains", value)


def _setitem(self: Any, key: Any, value: Any) -> None:
    ask(self, "setitem", key, value)


def _exit(self: Any, kind: object, error: BaseException | None, trace: TracebackType | None) -> bool:  # noqa: ARG001
    told = error if isinstance(error, Exception) else None
    swallowed = ask(self, "exit", told) is True
    return swallowed and error is not None and _may_be_swallowed(error, trace)


def _may_be_swallowed(error: BaseException, trace: TracebackType | None) -> bool:
    """Say whether the notebook's context manager may end an exception.

    Only one that the test itself raises, in so many words, to see it ended: no failed assert, and nothing that what
    the notebook returned or raised has led to.
    """
    if isinstance(error, AssertionError) or not isinstance(error, Exception) or "_underhood_remote" in vars(error):
        return False
    while trace is not None and trace.tb_next is not None:
        trace = trace.tb_next
    if trace is None or trace.tb_frame.f_globals.get("__package__") == __package__:
        return False
    return dis.opname[trace.tb_frame.f_code.co_code[trace.tb_lasti]] == "RAISE_VARARGS"


def _awaited(op: str) -> Callable[..., Any]:
    async def run(self: Any, *values: Any) -> Any:
        return ask(self, op, *values)

    return run


async def _aexit(self: Any, kind: object, error: BaseException | None, trace: TracebackType | None) -> bool:  # noqa: ARG001
    swallowed = ask(self, "aexit", error if isinstance(error, Exception) else None) is True
    return swallowed and error is not None and _may_be_swallowed(error, trace)


def _dunders() -> dict[str, Callable[..., Any]]:
    found: dict[str, Callable[..., Any]] = {f"__{op}__": _unary(op) for op in (*UNARY, "enter", "aiter")}
    for op in BINARY:
        name = op.rstrip("_")
        found |= {f"__{name}__": _binary(op), f"__r{name}__": _reflected(op), f"__i{name}__": _binary(f"i{name}")}
    found |= {f"__{op}__": _order(op) for op in ORDER}
    found |= {f"__{op}__": _item(op) for op in ("getitem", "delitem")}
    found |= {f"__{op}__": _awaited(op) for op in ("anext", "aenter")}
    return found | {
        "__call__": _call,
        "__array__": _array,
        "__round__": _round,
        "__contains__": _contains,
        "__setitem__": _setitem,
        "__divmod__": _binary("divmod"),
        "__rdivmod__": _reflected("divmod"),
        "__exit__": _exit,
        "__aexit__": _aexit,
    }


DUNDERS = _dunders()
"""By the names of special methods."""
