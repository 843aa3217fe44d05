"""A code cell's syntax, IPython's magics included."""

from __future__ import annotations

import ast
import threading

__all__ = ["parse", "parse_cell", "python_of"]

_PARSING = threading.Lock()


def parse_cell(source: str) -> ast.Module:
    """Return a cell's syntax, magics as calls of IPython's. Raises what `ast.parse` does."""
    return parse(python_of(source))


def python_of(source: str) -> str:
    """Return a cell's source as Python: `%magics` and `!commands` are calls of IPython's.

    Raises what parsing does, at the latest when the result is parsed.
    """
    try:
        parse(source)
    except SyntaxError:
        # Most hand-ins have no magics, and what only starts the processes needs nothing else of IPython.
        from IPython.core.inputtransformer2 import TransformerManager  # noqa: PLC0415

        python: str = TransformerManager().transform_cell(source)  # type: ignore[no-untyped-call]  # IPython leaves it untyped
        return python
    return source  # what is Python already has none; looking for them takes longer than all else


def parse(python: str) -> ast.Module:
    """Do what `ast.parse` does, from any thread.

    Up to 3.11.7 CPython counts how deep it is for all threads together, and two at once may raise SystemError
    (github.com/python/cpython/issues/106905).
    """
    with _PARSING:
        return ast.parse(python)
