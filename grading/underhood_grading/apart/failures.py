"""Exceptions on their way between the processes: a class that both have, arguments and a message."""

from __future__ import annotations

import builtins
import functools
import sys
from typing import Any

from .errors import BadMessageError

__all__ = ["arguments", "class_of", "described", "known_class", "rebuilt", "shown", "text_of"]

_BUILTIN = {name: one for name, one in vars(builtins).items() if isinstance(one, type) and issubclass(one, Exception)}
_LIBRARIES = sys.stdlib_module_names | {"numpy", "torch", "scipy", "pandas", "numba", "sympy", "matplotlib", "wgpu"}
_MOST_TEXT = 10_000
_SIMPLE = frozenset({type(None), bool, int, float, complex, str, bytes})


def text_of(error: BaseException) -> str:
    """Return an exception's message, by its own `__str__`."""
    try:
        return str(error)[:_MOST_TEXT]
    except Exception:  # noqa: BLE001  # a `__str__` of anyone's
        return ""


def class_of(kind: type[BaseException]) -> str:
    """Return the first class among an exception's and its bases that both sides know; "" for what is past Exception.

    >>> class_of(numpy.linalg.LinAlgError)
    'numpy.linalg:LinAlgError'
    """
    for one in kind.__mro__ if issubclass(kind, Exception) else ():
        if _BUILTIN.get(one.__name__) is one:
            return one.__name__
        name = f"{one.__module__}:{one.__qualname__}"
        if _library(name) is one:
            return name
    return ""


def known_class(name: Any) -> type[Exception] | None:
    """Return the class of a name that `class_of` gives; None for "". Raises BadMessageError."""
    if name == "":
        return None
    kind = (_BUILTIN.get(name) or _library(name)) if type(name) is str else None
    # Not imported here: then no test can know it either.
    return kind if kind is not None else Exception if type(name) is str and ":" in name else _refuse()


def _refuse() -> Any:
    raise BadMessageError("an exception of no known class")


def _library(name: str) -> type[Exception] | None:
    """Return an exception class of a library that is imported here."""
    module, _, path = name.partition(":")
    if module.partition(".")[0] not in _LIBRARIES or not path.isidentifier():
        return None
    found = vars(sys.modules[module]).get(path) if module in sys.modules else None
    return found if isinstance(found, type) and issubclass(found, Exception) else None


def arguments(error: BaseException) -> tuple[Any, ...]:
    """Return what an exception can be made of again: its arguments if they are all simple, else its message."""
    args = tuple(error.args)
    if isinstance(error, OSError) and error.filename is not None:
        args = (error.errno, error.strerror, error.filename)
    simple = all(type(one) in _SIMPLE and _length(one) <= _MOST_TEXT for one in args)
    return args if simple else (text_of(error),)


def _length(value: Any) -> int:
    return value.bit_length() if type(value) is int else len(value) if type(value) in (str, bytes) else 0


def described(error: BaseException) -> list[str]:
    """Return the class that both sides know, and the message."""
    return [class_of(type(error)), text_of(error)]


def rebuilt(kind: Any, args: tuple[Any, ...], text: str) -> BaseException:
    """Return an exception of a class, or of one derived from it, that shows this text.

    Some classes ask for other arguments than a text, and some show them in their own way; such an exception gets a
    class of its own, of the same name.
    """
    try:
        error: BaseException = kind(*args)
        if str(error) == text:
            return error
    except Exception:  # noqa: BLE001, S110  # whatever a constructor says of arguments from elsewhere
        pass
    telling = _telling(kind)
    try:
        error = telling.__new__(telling, *args)
    except Exception:  # noqa: BLE001
        telling = _telling(Exception)
        error = telling.__new__(telling)
    error.args = args or (text,)
    error.__dict__["_underhood_text"] = text
    return error


@functools.lru_cache(256)
def _telling(kind: Any) -> Any:
    # ExceptionGroup's arguments are exceptions themselves.
    base = Exception if issubclass(kind, BaseExceptionGroup) else kind
    return type(kind.__name__, (base,), {"__str__": shown, "__module__": kind.__module__})


def shown(error: BaseException) -> str:
    """Return the text that an exception from the other side has brought with it."""
    return str(error.__dict__.get("_underhood_text", ""))
