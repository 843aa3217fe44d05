"""Whose is a cell, and whose a name: the student's or the teacher's."""

from __future__ import annotations

import ast
import builtins
import re
import symtable
import sys
from contextlib import suppress
from dataclasses import dataclass, field
from functools import lru_cache
from itertools import takewhile
from typing import TYPE_CHECKING, Any, Literal

from .parsing import parse, parse_cell, python_of

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping

__all__ = ["Names", "Ownership", "Role", "definitions", "modules", "names_of", "role"]

_MAGIC = re.compile(r"^\s*(?:\w+\s*=\s*)?[%!](.*)", re.MULTILINE)
_COMPREHENSIONS = (ast.ListComp, ast.SetComp, ast.DictComp)
_INLINED = sys.version_info >= (3, 12)  # PEP 709: their names are among those of what is around them
_NAME = re.compile(r"[^\W\d]\w*")

Role = Literal["student", "locked", "test"]
"""`student` cells run in the student's process, `locked` ones in both, `test` cells in the judge's."""


def role(mark: Mapping[str, Any]) -> Role:
    """Return a code cell's role by its nbgrader marks, which have to be the released ones.

    >>> role({"grade": True, "solution": False, "locked": True})
    'test'
    """
    if mark.get("solution"):
        return "student"
    if mark.get("grade"):
        return "test"
    return "locked" if mark.get("locked") else "student"


@dataclass(frozen=True)
class Names:
    """The global names of a cell: those it binds, those it uses somewhere, those it binds with `def`.

    `imports` are the names that only imports bind, each with its statement; "*" for all of a module's.
    """

    bound: frozenset[str] = frozenset()
    used: frozenset[str] = frozenset()
    functions: frozenset[str] = frozenset()
    imports: tuple[tuple[str, str], ...] = ()


@lru_cache(maxsize=512)
def names_of(source: str) -> Names:
    """Return the global names of a cell's source, magics included; none if it can't be parsed.

    >>> names_of("y = [f(x) for x in data]").used
    frozenset({'data', 'f'})
    """
    try:
        python = python_of(source)
        tree = parse(python)
        if _INLINED and any(isinstance(node, _COMPREHENSIONS) for node in ast.walk(tree)):
            with suppress(RecursionError):  # rather one name too many than none
                python = ast.unparse(_AsGenerators().visit(tree))
        top = symtable.symtable(python, "<cell>", "exec")
    except (SyntaxError, ValueError, RecursionError):
        return Names()
    bound = {one.get_name() for one in top.get_symbols() if one.is_assigned() or one.is_imported()}
    functions = {
        one.get_name()
        for one in top.get_symbols()
        if one.is_namespace() and all(space.get_type() == "function" for space in one.get_namespaces())
    }
    used = {one.get_name() for one in top.get_symbols() if one.is_referenced()}
    tables = list(top.get_children())
    while tables:
        table = tables.pop()
        tables += table.get_children()
        for one in table.get_symbols():
            if one.is_global():
                used.add(one.get_name())
                if one.is_declared_global() and one.is_assigned():
                    bound.add(one.get_name())
    # `x += 1` reads what it binds; what a magic's line reads, only the magic knows.
    used |= {
        node.target.id
        for node in ast.walk(tree)
        if isinstance(node, ast.AugAssign) and isinstance(node.target, ast.Name)
    }
    used |= {name for line in _MAGIC.findall(source) for name in _NAME.findall(line)}
    otherwise = {one.get_name() for one in top.get_symbols() if one.is_assigned()}
    imports = tuple((name, text) for name, text in _imports(tree) if name not in otherwise)
    return Names(frozenset(bound), frozenset(used), frozenset(functions), imports)


class _AsGenerators(ast.NodeTransformer):
    """Writes comprehensions as generators, whose names are their own in symbol tables of all versions of Python."""

    def visit_ListComp(self, node: ast.ListComp | ast.SetComp) -> ast.GeneratorExp:
        self.generic_visit(node)
        return ast.GeneratorExp(node.elt, node.generators)

    visit_SetComp = visit_ListComp  # noqa: N815

    def visit_DictComp(self, node: ast.DictComp) -> ast.GeneratorExp:
        self.generic_visit(node)
        return ast.GeneratorExp(ast.Tuple([node.key, node.value], ast.Load()), node.generators)


def _imports(tree: ast.Module) -> Iterator[tuple[str, str]]:
    """Find the imports outside functions and classes: each name with a statement for it alone."""
    nodes: list[ast.AST] = list(reversed(tree.body))
    while nodes:
        node = nodes.pop()
        if isinstance(node, ast.Import):
            for alias in node.names:
                yield alias.asname or alias.name.partition(".")[0], ast.unparse(ast.Import([alias]))
        elif isinstance(node, ast.ImportFrom) and not node.level:
            for alias in node.names:
                yield alias.asname or alias.name, ast.unparse(ast.ImportFrom(node.module, [alias], 0))
        elif not isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef | ast.ClassDef | ast.Lambda):
            nodes += reversed(list(ast.iter_child_nodes(node)))


@lru_cache(maxsize=512)
def definitions(source: str) -> str:
    """Return a cell's imports, functions and classes alone.

    A visible test cell's are there in the student's process too, as they are when students run
    their notebook themselves; what it tests is not.
    """
    try:
        tree = parse_cell(source)
    except (SyntaxError, ValueError, RecursionError):
        return ""
    kept = (ast.Import, ast.ImportFrom, ast.FunctionDef, ast.AsyncFunctionDef, ast.ClassDef)
    return "\n".join(ast.unparse(node) for node in tree.body if isinstance(node, kept))


def modules(sources: Iterable[str]) -> list[str]:
    """Return the modules that cells import, each once, in order; relative imports are left out."""
    found: dict[str, None] = {}
    for source in sources:
        try:
            tree = parse_cell(source)
        except (SyntaxError, ValueError, RecursionError):
            continue
        for node in ast.walk(tree):
            if isinstance(node, ast.Import):
                found |= dict.fromkeys(alias.name for alias in node.names)
            elif isinstance(node, ast.ImportFrom) and node.module and not node.level:
                # A name imported from a package may be a module of it.
                found |= dict.fromkeys([node.module, *(f"{node.module}.{alias.name}" for alias in node.names)])
    return [name for name in found if not name.endswith(".*")]


@dataclass
class Ownership:
    """Who bound a name last, by the teacher's own notebook.

    A test looks a name up where the teacher's notebook bound it last: in a cell that students
    write, or in a locked or test cell. So a student may not put another `check`, `np` or `len` in
    the place of the one that a test uses, unless the teacher's solution does so in its cells.

    `order` are the teacher's code cells: their ids, roles and names. Without the teacher's
    notebook it is empty; whatever a trusted cell has bound is then the teacher's.
    """

    order: list[tuple[str, Role, Names]] = field(default_factory=list)

    @classmethod
    def of(cls, cells: Iterable[tuple[str, Role, str]]) -> Ownership:
        """Read the teacher's code cells: id, role and source of each, in order."""
        return cls([(name, kind, names_of(source)) for name, kind, source in cells])

    @property
    def functions(self) -> frozenset[str]:
        """The names that students' cells bind with `def` in the teacher's notebook, and with nothing else."""
        found: dict[str, bool] = {}
        for _, kind, names in self.order:
            if kind == "student":
                for name in names.bound:
                    found[name] = name in names.functions and found.get(name, True)
        return frozenset(name for name, always in found.items() if always)

    def students(self, wanted: Iterable[str], cell: str, trusted: Mapping[str, Any]) -> set[str]:
        """Return those of the wanted names that are the student's when a trusted cell runs.

        `trusted` holds the names that trusted cells have bound so far.
        """
        owner: dict[str, Role] = {}
        for _, kind, names in self._before(cell):
            owner |= dict.fromkeys(names.bound, kind)
        return {
            name
            for name in wanted
            if owner.get(name, "locked" if name in trusted or hasattr(builtins, name) else "student") == "student"
        }

    def imports(self, wanted: Iterable[str], cell: str) -> dict[str, list[str]]:
        """Return the statements by which the teacher's notebook, in students' cells, imports wanted names.

        A test means the module that the teacher imported, not what a student calls so. What nobody
        binds by name may come from an import of all names.
        """
        found: dict[str, list[str]] = {}
        stars: list[str] = []
        bound: set[str] = set()
        for _, kind, names in self._before(cell):
            for name in names.bound:
                found.pop(name, None)
            bound |= names.bound
            if kind == "student":
                found |= {name: [text] for name, text in names.imports if name != "*"}
                stars += [text for name, text in names.imports if name == "*"]
        return {name: found.get(name, stars) for name in wanted if name in found or (stars and name not in bound)}

    def _before(self, cell: str) -> Iterator[tuple[str, Role, Names]]:
        return takewhile(lambda one: one[0] != cell, self.order)
