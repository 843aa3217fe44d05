"""IPython's tracebacks, without the work that it does again for each of them."""

from __future__ import annotations

from functools import cache, lru_cache
from types import TracebackType
from typing import TYPE_CHECKING, Any

import stack_data
from pygments.formatters.terminal256 import Terminal256Formatter
from pygments.lexers import PythonLexer

if TYPE_CHECKING:
    from collections.abc import Iterator

__all__ = ["highlight_ahead", "keep_highlighting", "without_ours"]

_STYLE = "style_with_executing_node"  # which IPython asks for at each traceback
_OURS = ("underhood_grading.apart", "underhood_grading.runner")


def keep_highlighting() -> None:
    """Have pygments' tables for Python and for colours made once, and not for each line and each traceback.

    A text that it has read is not read again: what fails in the warm process is known to all its forks.
    """
    tables = PythonLexer()._tokens  # noqa: SLF001
    make = PythonLexer.process_tokendef.__func__

    def process_tokendef(kind: type, name: str, tokendefs: Any = None) -> Any:
        # stack_data makes a subclass, which changes nothing of these, wherever it highlights.
        return make(kind, name, tokendefs) if "tokens" in vars(kind) else tables

    PythonLexer.process_tokendef = classmethod(process_tokendef)

    read = PythonLexer.get_tokens

    @lru_cache(maxsize=64)
    def kept(text: str, stripnl: bool) -> tuple[tuple[Any, str], ...]:
        return tuple(read(PythonLexer(stripnl=stripnl), text))

    def get_tokens(lexer: PythonLexer, text: str, unfiltered: bool = False) -> Iterator[tuple[Any, str]]:
        # stack_data reads the whole function around each frame's line; those of numpy.testing are hundreds of lines.
        is_plain = not unfiltered and not lexer.filters and lexer.options.keys() <= {"stripnl"}
        return iter(kept(text, lexer.stripnl)) if is_plain else read(lexer, text, unfiltered)

    PythonLexer.get_tokens = get_tokens

    setattr(stack_data, _STYLE, cache(getattr(stack_data, _STYLE)))
    set_up = Terminal256Formatter._setup_styles  # noqa: SLF001
    colours: dict[tuple[Any, ...], dict[str, tuple[str, str]]] = {}

    def setup_styles(formatter: Any) -> None:
        how = (formatter.style, formatter.usebold, formatter.useunderline, formatter.useitalic)
        if how not in colours:
            set_up(formatter)
            colours[how] = formatter.style_string
        formatter.style_string = dict(colours[how])

    Terminal256Formatter._setup_styles = setup_styles  # noqa: SLF001


def highlight_ahead(cell: str) -> None:
    """Read a cell that may fail in the forks of this process."""
    PythonLexer(stripnl=False).get_tokens(cell if cell.endswith("\n") else f"{cell}\n")  # as IPython keeps it


def without_ours(trace: TracebackType | None) -> TracebackType | None:
    """Return a traceback without the frames that pass calls between a test and the notebook: they say nothing."""
    kept = []
    while trace is not None:
        if not str(trace.tb_frame.f_globals.get("__name__")).startswith(_OURS):
            kept.append(trace)
        trace = trace.tb_next
    rest: TracebackType | None = None
    for one in reversed(kept):
        rest = TracebackType(rest, one.tb_frame, one.tb_lasti, one.tb_lineno)
    return rest
