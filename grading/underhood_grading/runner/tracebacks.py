"""IPython's tracebacks, without the work that it does again for each of them."""

from __future__ import annotations

import inspect
import os
from types import TracebackType
from typing import Any

from IPython.core.compilerop import CachingCompiler
from pygments.lexers import PythonLexer

__all__ = ["Compiler", "keep_highlighting", "without_ours"]

_OURS = ("underhood_grading.apart", "underhood_grading.runner")


class Compiler(CachingCompiler):
    """Compiles cells, and says whose they are before `inspect` is asked.

    For the module of a frame `inspect` looks through all modules, with torch some three thousand, and
    does so again a dozen times a traceback for a cell, which it finds nowhere.
    """

    def get_code_name(self, raw_code: str, transformed_code: str, number: int) -> str:
        """Return the file name that a cell's code has."""
        name: str = super().get_code_name(raw_code, transformed_code, number)
        inspect.modulesbyfile[os.path.abspath(name)] = "__main__"  # noqa: PTH100
        return name


def keep_highlighting() -> None:
    """Have pygments' tables for Python made once; for each line shown, they would be made anew."""
    tables = PythonLexer()._tokens  # noqa: SLF001
    make = PythonLexer.process_tokendef.__func__

    def process_tokendef(kind: type, name: str, tokendefs: Any = None) -> Any:
        # stack_data makes a subclass, which changes nothing of these, wherever it highlights.
        return make(kind, name, tokendefs) if "tokens" in vars(kind) else tables

    PythonLexer.process_tokendef = classmethod(process_tokendef)


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
