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

UNARY: dict[str, Callable[..., Any]] = {
    **{name: getattr(operator, name) for name in ("neg", "pos", "abs", "invert", "index")},
    **{"len": len, "iter": iter, "next": next, "int": int, "float": float, "complex": complex, "bool": bool},
    **{"trunc": math.trunc, "floor": math.floor, "ceil": math.ceil, "reversed": reversed},
}


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


OPERATIONS: dict[str, Callable[..., Any]] = {
    **UNARY,
    **{name: getattr(operator, name) for name in (*BINARY, *ORDER, "eq", "ne", "getitem", "setitem", "delitem")},
    **{f"i{name.rstrip('_')}": getattr(operator, f"i{name.rstrip('_')}") for name in BINARY},
    **{"contains": operator.contains, "divmod": divmod, "round": round, "format": _format, "array": _array},
    **{"str": str, "repr": repr, "hash": hash, "dir": dir, "copy": copy.copy, "deepcopy": copy.deepcopy},
    **{"getattr": getattr, "setattr": setattr, "delattr": delattr, "parameters": _parameters},
    "call": lambda function, args, kwargs: function(*args, **kwargs),
    "enter": lambda manager: type(manager).__enter__(manager),
    "isinstance": isinstance,
}
