"""The test's objects as the notebook's code sees them: to be called, stepped and asked, there."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Protocol

from .operations import BINARY, ORDER

if TYPE_CHECKING:
    from collections.abc import Callable

__all__ = ["OPERATORS", "Borrowed", "Lender", "borrowed"]


class Lender(Protocol):
    """Whoever can ask the judge."""

    def call_back(self, do: str, *values: Any) -> Any:
        """Have something done with one of the test's objects."""


class Borrowed:
    """A function of the test's; it can be called."""

    def __init__(self, lender: Lender, number: int, name: str) -> None:
        vars(self).update(_lender=lender, borrowed_number=number, __name__=name, __qualname__=name)

    def __call__(self, *args: Any, **kwargs: Any) -> Any:
        """Have it called."""
        return _ask(self, "call", args, kwargs)


class BorrowedIterator(Borrowed):
    """An iterator of the test's."""

    __call__ = None  # type: ignore[assignment]  # an iterator can't be called

    def __iter__(self) -> BorrowedIterator:
        return self

    def __next__(self) -> Any:
        return _ask(self, "next")


class BorrowedObject(Borrowed):
    """Another object of the test's; it has what its class has without an underscore, and its operators."""

    def __getattr__(self, name: str) -> Any:
        if name.startswith("_"):
            raise AttributeError(name)
        return _ask(self, "getattr", name)

    def __setattr__(self, name: str, value: Any) -> None:
        _ask(self, "setattr", name, value)


def _ask(target: Borrowed, do: str, *values: Any) -> Any:
    lender: Lender = vars(target)["_lender"]
    return lender.call_back(do, target, *values)


def _operator(do: str) -> Callable[..., Any]:
    return lambda self, *values: _ask(self, do, *values)


def _reflected(do: str) -> Callable[..., Any]:
    def backward(self: Borrowed, other: Any) -> Any:
        lender: Lender = vars(self)["_lender"]
        return lender.call_back(do, other, self)

    return backward


OPERATORS = (
    *(BINARY + ORDER),
    *("eq", "ne", "len", "iter", "next", "bool", "str", "repr", "hash", "getitem", "setitem", "delitem", "contains"),
    *("neg", "pos", "abs", "int", "float", "index", "enter"),
)
"""What the notebook's code may do with an object of the test's, beside calls and attributes."""

for _name in OPERATORS:
    setattr(BorrowedObject, f"__{_name.rstrip('_')}__", _operator(_name))
for _name in BINARY:
    setattr(BorrowedObject, f"__r{_name.rstrip('_')}__", _reflected(_name))
BorrowedObject.__exit__ = lambda self, *_: _ask(self, "exit", None) and False  # type: ignore[attr-defined]  # not on its base


def borrowed(lender: Lender, number: int, kind: str, name: str) -> Borrowed:
    """Return what stands in the notebook for an object of the test's."""
    kinds = {"call": Borrowed, "iterator": BorrowedIterator, "object": BorrowedObject}
    return kinds[kind](lender, number, name)
