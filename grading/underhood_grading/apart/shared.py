"""What locked cells have bound on both sides: classes, functions and their instances, by name."""

from __future__ import annotations

import enum
from typing import TYPE_CHECKING, Any

from .errors import BadMessageError

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

__all__ = ["Shared", "restore", "state"]


class Shared:
    """The names that stand for the same on both sides.

    >>> shared.add(["Point"], names)
    >>> shared.class_name(type(names["Point"](1, 2)))
    'Point'
    """

    def __init__(self) -> None:
        self.values: dict[str, Any] = {}
        self._names: dict[int, str] = {}

    def add(self, names: Iterable[str], values: Mapping[str, Any]) -> list[str]:
        """Take names over; return those that are there."""
        found = [name for name in names if name in values]
        # Classes first, so that their instances are known; data goes by value.
        for name in sorted(found, key=lambda name: not isinstance(values[name], type)):
            value = values[name]
            if name in self.values:
                self._names.pop(id(self.values.pop(name)), None)
            if callable(value) or self.class_name(type(value)) is not None:
                self.values[name] = value
                self._names[id(value)] = name
        return found

    def name(self, value: object) -> str | None:
        """Return the name of a shared object."""
        return self._names.get(id(value))

    def class_name(self, kind: type) -> str | None:
        """Return the name of an object's class if it is shared."""
        return self._names.get(id(kind))

    def cls(self, name: Any) -> type:
        """Return a shared class."""
        kind = self.values.get(name) if type(name) is str else None
        if not isinstance(kind, type):
            raise BadMessageError("an instance of no shared class")
        return kind


def state(value: Any) -> dict[str, Any] | None:
    """Return an instance's attributes; None if they could not be given back to another one.

    >>> state(Point(1, 2))
    {'x': 1, 'y': 2}
    """
    kind = type(value)
    found = dict(getattr(value, "__dict__", {}))
    for name in _slots(kind):
        if hasattr(value, name):
            found[name] = getattr(value, name)
    if isinstance(value, BaseException):
        found["args"] = value.args
    return found if not isinstance(value, enum.Enum) and all(_may_have(kind, name) for name in found) else None


def restore(value: Any, attributes: dict[Any, Any]) -> None:
    """Give an instance other attributes, without running any code of its class.

    Raises BadMessageError for an attribute that would take the place of one of the class's methods.
    """
    kind = type(value)
    if any(type(name) is not str or not _may_have(kind, name) for name in attributes):
        raise BadMessageError("an instance with attributes that its class forbids")
    if isinstance(value, BaseException) and type(attributes.get("args", ())) is not tuple:
        raise BadMessageError("an exception whose arguments are no tuple")
    slots = _slots(kind) | ({"args"} if isinstance(value, BaseException) else set())
    for name in slots:
        if name in attributes:
            object.__setattr__(value, name, attributes[name])
    rest = {name: one for name, one in attributes.items() if name not in slots}
    if hasattr(value, "__dict__"):
        value.__dict__.clear()
        value.__dict__.update(rest)
    elif rest:
        raise BadMessageError("an instance with attributes that its class forbids")


def _slots(kind: type) -> set[str]:
    found: set[str] = set()
    for one in kind.__mro__:
        names = one.__dict__.get("__slots__", ())
        found |= {names} if isinstance(names, str) else set(names)
    return {name for name in found if not name.startswith("__")}


def _may_have(kind: type, name: str) -> bool:
    """Say whether an instance's attribute leaves the class's behaviour as it is."""
    if name == "args" and issubclass(kind, BaseException):
        return True
    if not name.isidentifier() or (name.startswith("__") and name.endswith("__")):
        return False
    if name in _slots(kind):
        return True
    found = next((one.__dict__[name] for one in kind.__mro__ if name in one.__dict__), None)
    return not callable(found) and not hasattr(type(found), "__get__")
