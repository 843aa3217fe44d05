"""The rewriter's upper half: statements and functions of a shader, written anew with every access logged.

A function is written once for each chain of calls that leads to it: so an access belongs to one place in the program's
flow, and a pointer parameter to one variable. WGSL has no recursion, so there is an end to it.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from underhood_kernels.trace.errors import TraceError
from underhood_kernels.trace.tree import (
    Assign,
    Block,
    Call,
    Declare,
    Evaluate,
    Expression,
    For,
    Function,
    If,
    Literal,
    Loop,
    Name,
    Plain,
    Return,
    Shader,
    Statement,
    Switch,
    Unary,
    While,
)
from underhood_kernels.trace.values import ValueRewriter, memory_pointer, type_text

if TYPE_CHECKING:
    from collections.abc import Callable

    from underhood_kernels.trace.paths import Path, Scopes
    from underhood_kernels.trace.probes import Probes

MOST_COPIES = 500  # of functions, over all chains of calls


class Rewriter(ValueRewriter):
    """Writes statements and functions; the texts of the functions collect in `functions`."""

    def __init__(self, shader: Shader, scopes: Scopes, probes: Probes) -> None:
        super().__init__(shader, scopes, probes)
        self.functions: list[str] = []
        self._written: dict[str, str] = {}  # functions that touch no memory, by the name they were given
        self._copies = 0

    def function(self, function: Function, pointers: dict[str, Path], name: str) -> None:
        """Write `function` under `name`, its parameters in `pointers` replaced by the indices of their paths."""
        self._copies += 1
        if self._copies > MOST_COPIES:
            raise TraceError(
                function.place.line, f"functions are called along more than {MOST_COPIES} chains: call fewer"
            )
        parameters: list[str] = []
        outer = self.scopes.swap([{}])
        for parameter in function.parameters:
            path = pointers.get(parameter.name)
            self.scopes.declare(parameter.name, path)
            if path is None:
                parameters.append(f"{parameter.name}: {type_text(parameter.type)}")
            else:
                parameters += [f"{index}: u32" for index in path.indices]
        arrow = f" -> {type_text(function.result)}" if function.result else ""
        body = self.block(function.body)
        self.scopes.swap(outer)
        self.functions.append(f"fn {name}({', '.join(parameters)}){arrow} {body}")

    def own_call(self, function: Function, call: Call) -> str:
        """Return the call of the shader's own function, writing the function for it."""
        if not self.touches(function.name):
            if function.name not in self._written:
                self._written[function.name] = self.probes.name(function.name)
                self.function(function, {}, self._written[function.name])
            return f"{self._written[function.name]}({', '.join(self.value(a) for a in call.arguments)})"
        arguments: list[str] = []
        pointers: dict[str, Path] = {}
        for parameter, argument in zip(function.parameters, call.arguments, strict=True):
            if memory_pointer(parameter.type):
                path = self.scopes.path(argument)
                if path is None or not path.pointer:
                    raise TraceError(argument.place.line, "this pointer's variable can't be told: pass `&variable[…]`")
                arguments += self.indices(path)
                pointers[parameter.name] = path.over(tuple(self.probes.name("index") for _ in path.indices))
            else:
                arguments.append(self.value(argument))
        name = self.probes.name(function.name)
        self.function(function, pointers, name)
        return f"{name}({', '.join(arguments)})"

    def block(self, block: Block, ending: str = "") -> str:
        """Return a block as WGSL, with `ending` as its last statement."""
        self.scopes.push()
        lines = [self.statement(s) for s in block.statements]
        self.scopes.pop()
        return "\n".join(["{", *lines, ending, "}"])

    def statement(self, statement: Statement) -> str:  # noqa: C901, PLR0911 - a case for each kind
        """Return a statement as WGSL, with its semicolon."""
        match statement:
            case Block():
                return self.block(statement)
            case If(clauses, otherwise):
                texts = [f"if ({self.value(condition)}) {self.block(block)}" for condition, block in clauses]
                return " else ".join([*texts, self.block(otherwise)] if otherwise else texts)
            case For():
                return self._for(statement)
            case While(condition, body):
                return self._counted(lambda: (self.value(condition), self.block(body)), "while {condition} {body}")
            case Loop():
                return self._loop(statement)
            case Switch(selector, cases):
                texts = [f"case {', '.join(type_text(s) for s in selectors)}: " for selectors, _ in cases]
                head = f"switch {self.value(selector)} {{\n"
                return head + "\n".join(t + self.block(b) for t, (_, b) in zip(texts, cases, strict=True)) + "\n}"
            case Declare():
                return self._declare(statement)
            case Assign():
                return self._assign(statement)
            case Evaluate(call):
                return f"{self.call(call)};"
            case Return(value):
                return f"return {self.value(value)};" if value else "return;"
            case Plain(text):
                return text

    def _declare(self, declared: Declare) -> str:
        kind = declared.kind + (f"<{declared.space}>" if declared.space else "")
        path = self.scopes.path(declared.value) if declared.value else None
        if declared.kind == "let" and path is not None and path.pointer:
            # The pointer itself is not needed: where it leads is known here, but for the indices, which are kept.
            names = tuple(self.probes.name("index") for _ in path.indices)
            kept = [f"let {name} = {index};" for name, index in zip(names, self.indices(path), strict=True)]
            self.scopes.declare(declared.name, path.over(names))
            return " ".join(kept)
        type_ = f": {type_text(declared.type)}" if declared.type else ""
        value = f" = {self.value(declared.value)}" if declared.value else ""
        self.scopes.declare(declared.name)
        return f"{kind} {declared.name}{type_}{value};"

    def _assign(self, assign: Assign, *, in_head: bool = False) -> str:
        if assign.target is None:
            path = self.scopes.path(assign.value)
            return "" if path is not None and path.pointer else f"_ = {self.value(assign.value)};"
        path = self.scopes.path(assign.target)
        if path is None:
            return f"{self._target(assign.target)} {assign.operator} {self.value(assign.value)};"
        place = assign.target.place
        if assign.operator == "=":
            indices = self.indices(path)
            value = self.value(assign.value)
            return f"{self.probes.store(path, place)}({', '.join([*indices, value])});"
        if in_head and path.indices:
            raise TraceError(place.line, "an element of memory is changed in a for's head: move it into the body")
        names = tuple(self.probes.name("index") for _ in path.indices)
        kept = [f"let {name} = {index};" for name, index in zip(names, self.indices(path), strict=True)]
        load = f"{self.probes.load(path, place)}({', '.join(names)})"
        value = f"({load} {assign.operator[:-1]} {self.value(assign.value)})"
        stored = f"{self.probes.store(path, place)}({', '.join([*names, value])});"
        return f"{{ {' '.join(kept)} {stored} }}" if kept else stored

    def _target(self, target: Expression) -> str:
        """Return the local variable that is assigned to; a swizzle of memory would be a load, and is refused."""
        root = target
        while not isinstance(root, (Name, Literal, Call)):
            root = root.operand if isinstance(root, Unary) else getattr(root, "base", Literal("", root.place))
        if self.scopes.path(root) is not None:
            raise TraceError(target.place.line, "assign to one component of a vector in memory, or to the whole vector")
        return self.value(target)

    def _for(self, loop: For) -> str:
        self.scopes.push()
        first = self._in_head(loop.first)

        def inner() -> tuple[str, str]:
            condition = self.value(loop.condition) if loop.condition else "true"
            body = self.block(loop.body)
            return condition, f"{self._in_head(loop.update).rstrip(';')}) {body}"

        text = self._counted(inner, f"for ({first or ';'} {{condition}}; {{body}}")
        self.scopes.pop()
        return text

    def _in_head(self, statement: Statement | None) -> str:
        if statement is None:
            return ""
        if isinstance(statement, Assign):
            return self._assign(statement, in_head=True)
        text = self.statement(statement)
        if isinstance(statement, Declare) and text.count(";") != 1:
            raise TraceError(statement.place.line, "declare this pointer before the for, not in its head")
        return text

    def _counted(self, inner: Callable[[], tuple[str, str]], form: str) -> str:
        """Return a loop whose iterations are counted where there are accesses inside; `inner` gives its parts."""
        before = len(self.probes.sites)
        counter = self.probes.loop()
        condition, body = inner()
        self.probes.loops.pop()
        if len(self.probes.sites) == before:
            return form.replace("{condition}", condition).replace("{body}", body)
        counted = f"({self.probes.next_iteration(counter)}() && {condition})"
        text = form.replace("{condition}", counted).replace("{body}", body)
        return f"{{ {self.probes.counter(counter)} = 0u; {text} }}"

    def _loop(self, loop: Loop) -> str:
        before = len(self.probes.sites)
        counter = self.probes.loop()
        self.scopes.push()  # what the body declares is in sight of the continuing block
        lines = [self.statement(s) for s in loop.body.statements]
        if loop.continuing is not None:
            self.scopes.push()
            ending = [self.statement(s) for s in loop.continuing.statements]
            if loop.break_if is not None:
                ending.append(f"break if {self.value(loop.break_if)};")
            lines.append("\n".join(["continuing {", *ending, "}"]))
            self.scopes.pop()
        self.scopes.pop()
        self.probes.loops.pop()
        if len(self.probes.sites) == before:
            return "\n".join(["loop {", *lines, "}"])
        count = f"_ = {self.probes.next_iteration(counter)}();"
        return "\n".join([f"{{ {self.probes.counter(counter)} = 0u; loop {{", count, *lines, "} }"])
