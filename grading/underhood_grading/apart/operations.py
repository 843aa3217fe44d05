"""What one side may ask of the other's objects, by name."""

from __future__ import annotations

import copy
import inspect
import math
import operator
from typing import TYPE_CHECKING, Any

import numpy as np

if TYPE_CHECKING:
    from collections.abc import Callable

__all__ = ["BINARY", "OPERATIONS", "ORDER", "UNARY"]

BINARY = (
    *("add", "sub", "mul", "matmul", "truediv", "floordiv", "mod", "pow", "lshift", "rshift"),
    *("and_", "xor", "or_"),
)
"""Operators with a reflected and an in-place form, by their names in `operator`."""

ORDER = ("lt", "le", "gt", "ge")

_UNARY: dict[str, Callable[..., Any]] = {"len": len, "iter": iter, "next": next, "int": int, "float": float}
_UNARY |= {"complex": complex, "bool": bool, "reversed": reversed}
_UNARY |= {"trunc": math.trunc, "floor": math.floor, "ceil": math.ceil}
_UNARY |= {name: getattr(operator, name) for name in ("neg", "pos", "abs", "invert", "index")}
UNARY = tuple(_UNARY)
"""Operators and conversions of one object, by the names of their special methods."""


def _format(value: Any, spec: str) -> str:
    return format(value, spec)


def _array(value: Any) -> np.ndarray[Any, Any]:
    return np.asarray(value)


def _parameters(value: Any) -> list[tuple[str, str, bool, Any]]:
    """Return name, kind, whether there is a default, and the default of each parameter of a callable."""
    parameters = inspect.signature(value).parameters.values()
    empty = inspect.Parameter.empty
    return [
        (one.name, one.kind.name, one.default is not empty, None if one.default is empty else one.default)
        for one in parameters
    ]


def _call(function: Any, args: tuple[Any, ...], kwargs: dict[str, Any]) -> Any:
    return function(*args, **kwargs)


def _enter(manager: Any) -> Any:
    return type(manager).__enter__(manager)


def _exit(manager: Any, error: BaseException | None) -> bool:
    return bool(type(manager).__exit__(manager, type(error) if error else None, error, None))


_BINARY = {name: getattr(operator, name) for name in (*BINARY, *ORDER, "eq", "ne", "getitem", "setitem", "delitem")}
_IN_PLACE = {f"i{name.rstrip('_')}": getattr(operator, f"i{name.rstrip('_')}") for name in BINARY}

OPERATIONS: dict[str, Callable[..., Any]] = {
    "contains": operator.contains,
    "divmod": divmod,
    "round": round,
    "format": _format,
    "array": _array,
    "str": str,
    "repr": repr,
    "hash": hash,
    "dir": dir,
    "copy": copy.copy,
    "deepcopy": copy.deepcopy,
    "getattr": getattr,
    "setattr": setattr,
    "delattr": delattr,
    "parameters": _parameters,
    "call": _call,
    "enter": _enter,
    "exit": _exit,
}
OPERATIONS |= _UNARY | _BINARY | _IN_PLACE
"""What the notebook's side does with its own objects when it is asked to."""
