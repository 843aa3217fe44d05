"""IPython's compiler, without the work that it does again at each step and in each fork."""

from __future__ import annotations

import ast
import inspect
import os
import warnings
from typing import TYPE_CHECKING, Any

from IPython.core.compilerop import CachingCompiler
from stack_data.core import Source

if TYPE_CHECKING:
    from types import CodeType

__all__ = ["Compiler"]


class Compiler(CachingCompiler):
    """Compiles cells.

    >>> compiler = Compiler()
    >>> compiler.read_ahead("x = 1")  # all forks of this process then have its code

    IPython parses a cell three times: to see whether it is Python, whether it awaits something, and to run it. Here
    that is once. It also says whose a cell is before `inspect` is asked: for the module of a frame that looks through
    all modules, with torch some three thousand, and does so again a dozen times a traceback for a cell, which it finds
    nowhere.
    """

    def __init__(self) -> None:
        super().__init__()  # type: ignore[no-untyped-call]  # IPython leaves it untyped
        self._ahead: dict[tuple[str, int], ast.Module] = {}
        self._last: tuple[tuple[str, int], ast.Module] | None = None
        self.shares = True
        """Whether what was parsed before may be given to whom only reads it; who changes it has it parsed anew."""
        self._codes: dict[ast.stmt, tuple[str, str, int, CodeType]] = {}

    def parsed(self, cell: str) -> ast.Module:
        """Return a cell's syntax, which nobody may change. Raises what `ast.parse` does."""
        if (tree := self._known(cell)) is None:
            with warnings.catch_warnings(record=True) as said:
                warnings.simplefilter("always")
                tree = self._parsed(cell)
            if not said:  # else they are said once more, with the cell's name
                self._last = (cell, self.flags), tree
        return tree

    def _parsed(self, source: str, filename: str = "<unknown>", symbol: str = "exec") -> Any:
        return super().ast_parse(source, filename, symbol)

    def _known(self, cell: str) -> ast.Module | None:
        wanted = cell, self.flags
        if self._last is not None and self._last[0] == wanted:
            return self._last[1]
        return self._ahead.get(wanted)

    def ast_parse(self, source: str, filename: str = "<unknown>", symbol: str = "exec") -> Any:
        """Do what IPython's does, for a cell that was just parsed at once."""
        tree = self._known(source) if symbol == "exec" and self.shares else None
        if tree is None:
            return self._parsed(source, filename, symbol)
        return ast.Module([*tree.body], tree.type_ignores)  # IPython may append to it

    def read_ahead(self, cell: str) -> None:
        """Parse and compile a cell that all forks of this process will run, and be ready to show where it failed.

        What Python would warn of, and what can't be compiled, is left for them to find.
        """
        text = cell if cell.endswith("\n") else f"{cell}\n"  # as IPython keeps it
        name = self.cache(text)
        try:
            with warnings.catch_warnings():
                warnings.simplefilter("error")
                self._ahead[text, self.flags] = self._compiled(text, name)
        except (SyntaxError, ValueError, RecursionError, Warning):
            return
        _ = Source.for_filename(name).pieces  # type: ignore[attr-defined]  # typed as what it derives from

    def _compiled(self, text: str, name: str) -> ast.Module:
        """Compile a cell's statements, as IPython does, and return its syntax."""
        tree: ast.Module = self._parsed(text)
        for node in tree.body:
            if isinstance(node, ast.ImportFrom) and node.module == "__future__":
                continue  # it changes how others are compiled
            shown = node is tree.body[-1] and isinstance(node, ast.Expr)
            part: ast.Interactive | ast.Module = ast.Interactive([node]) if shown else ast.Module([node], [])
            symbol = "single" if shown else "exec"
            with self.extra_flags(ast.PyCF_ALLOW_TOP_LEVEL_AWAIT):
                code = compile(part, name, symbol, self.flags, dont_inherit=True)
                self._codes[node] = name, symbol, self.flags, code
        return tree

    def __call__(self, source: Any, filename: str, symbol: str, **options: Any) -> CodeType:
        """Return the code of a part of a cell, which was compiled ahead or is compiled now."""
        body = source.body if isinstance(source, ast.Module | ast.Interactive) else ()
        if len(body) == 1 and body[0] in self._codes:
            *how, code = self._codes[body[0]]
            if how == [filename, symbol, self.flags]:
                return code
        compiled: CodeType = super().__call__(source, filename, symbol, **options)
        return compiled

    def get_code_name(self, raw_code: str, transformed_code: str, number: int) -> str:  # noqa: ARG002  # IPython's
        """Return the file name that a cell's code has: the same whichever number the cell is run under."""
        name: str = super().get_code_name(raw_code, transformed_code, 0)
        inspect.modulesbyfile[os.path.abspath(name)] = "__main__"  # noqa: PTH100
        return name
