"""Exceptions on their way between the processes: a built-in class, arguments and a message."""

from __future__ import annotations

import builtins
import functools
from typing import Any

__all__ = ["base_of", "described", "rebuilt"]

_BASES = {name: one for name, one in vars(builtins).items() if isinstance(one, type) and issubclass(one, Exception)}
_MOST_TEXT = 10_000


def base_of(kind: type[BaseException]) -> str:
    """Return the name of the first built-in exception among a class and its bases; "" for what is past Exception.

    >>> base_of(json.JSONDecodeError)
    'ValueError'
    """
    return next((one.__name__ for one in kind.__mro__ if _BASES.get(one.__name__) is one), "")


def described(error: BaseException) -> tuple[str, str, str]:
    """Return built-in class, own class and message; it runs the exception's own `__str__`."""
    try:
        text = str(error)
    except Exception:  # noqa: BLE001  # a `__str__` of anyone's
        text = ""
    return base_of(type(error)), type(error).__name__[:200], text[:_MOST_TEXT]


def rebuilt(kind: type[BaseException], args: tuple[Any, ...], text: str) -> BaseException:
    """Return an exception of a built-in class, or of one derived from it, that shows this text.

    Some classes ask for other arguments than a text, and some show them in their own way; such an exception gets a
    class of its own, of the same name.
    """
    try:
        error = kind(*args)
        if str(error) == text:
            return error
    except Exception:  # noqa: BLE001, S110  # whatever a constructor says of arguments from elsewhere
        pass
    telling = _telling(kind)
    error = telling.__new__(telling)
    error.args = args or (text,)
    error.__dict__["_text"] = text
    return error  # type: ignore[no-any-return]


@functools.lru_cache(256)
def _telling(kind: type[BaseException]) -> Any:
    def show(self: BaseException) -> str:
        return str(self.__dict__.get("_text", ""))

    # ExceptionGroup's arguments are exceptions themselves.
    base = Exception if issubclass(kind, BaseExceptionGroup) else kind
    return type(kind)(kind.__name__, (base,), {"__str__": show, "__module__": kind.__module__})
