"""Which of a test's own messages an error shows, without a word that the student's code chose."""

from __future__ import annotations

import ast
import builtins
import re
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

__all__ = ["error_name", "failed_line", "written_message"]

_ANSI = re.compile(r"\x1b\[[0-9;]*m")
_ARROW = re.compile(r"^-+>\s*(\d+)\s?(.*)$", re.MULTILINE)


def written_message(source: str, evalue: str) -> str:
    """Return the message in a test's source that an error's text is, or "" if it is none.

    >>> written_message('assert double(n) == 2 * n, f"wrong for {n}"', "wrong for -3")
    'wrong for …'

    What the test puts into its message is left out: the student's code raises errors too, and would
    tell in their text what it was called with.
    """
    for pieces in _messages(source):
        pattern = ".*".join(re.escape(piece) for piece in pieces)
        if any(piece.strip() for piece in pieces) and re.fullmatch(pattern, evalue, re.DOTALL):
            return "…".join(pieces).strip()
    return ""


def error_name(name: str) -> str:
    """Return an error's name if it is one of Python's own; any other may be made to say something."""
    kind = getattr(builtins, name, None)
    return name if isinstance(kind, type) and issubclass(kind, BaseException) else "an error"


def failed_line(source: str, traceback: Sequence[str]) -> int | None:
    """Return the line of a cell at which its traceback points, from 1, or None if that is not to be seen.

    It is the first arrow at a line that the cell really has there; other frames are of the code that
    was called.
    """
    lines = source.split("\n")
    for number, text in _ARROW.findall(_ANSI.sub("", "\n".join(traceback))):
        place = int(number)
        if 1 <= place <= len(lines) and lines[place - 1].strip() == text.strip() != "":
            return place
    return None


def _messages(source: str) -> Iterator[list[str]]:
    """Yield each message that an assert or a raise has, as its literal pieces with gaps between them."""
    try:
        tree = ast.parse(source)
    except (SyntaxError, ValueError, RecursionError):
        return
    for node in ast.walk(tree):
        if isinstance(node, ast.Assert) and node.msg is not None:
            yield from _pieces(node.msg)
        elif isinstance(node, ast.Raise) and isinstance(node.exc, ast.Call) and len(node.exc.args) == 1:
            yield from _pieces(node.exc.args[0])


def _pieces(node: ast.expr) -> Iterator[list[str]]:
    if isinstance(node, ast.Constant) and isinstance(node.value, str):
        yield [node.value]
    elif isinstance(node, ast.JoinedStr):
        pieces = [""]
        for part in node.values:
            if isinstance(part, ast.Constant):
                pieces[-1] += str(part.value)
            else:
                pieces.append("")
        yield pieces
