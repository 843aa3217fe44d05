"""The rewriter's lower half: expressions, and calls of built-in and own functions."""

from __future__ import annotations

from typing import TYPE_CHECKING

from underhood_kernels.trace.errors import TraceError
from underhood_kernels.trace.tree import (
    Binary,
    Call,
    Expression,
    Function,
    Index,
    Literal,
    Member,
    Name,
    Shader,
    Unary,
    inside,
)

if TYPE_CHECKING:
    from underhood_kernels.trace.paths import Path, Scopes
    from underhood_kernels.trace.probes import Probes
    from underhood_kernels.trace.tokens import Place

BARRIERS = {"workgroupBarrier": "workgroup", "storageBarrier": "storage"}
REFUSED = {
    "subgroupBarrier": "it orders the threads of a subgroup, whose size differs from adapter to adapter",
    "textureBarrier": "trace knows buffers only",
}


class ValueRewriter:
    """Writes expressions anew; each is written exactly once, because writing an access makes its probe."""

    def __init__(self, shader: Shader, scopes: Scopes, probes: Probes) -> None:
        self.shader = shader
        self.scopes = scopes
        self.probes = probes
        self._touching: dict[str, bool] = {}

    def value(self, expression: Expression) -> str:  # noqa: PLR0911 - a case for each kind
        """Return an expression as WGSL whose accesses to memory are logged."""
        path = self.scopes.path(expression)
        if path is not None:
            if path.pointer:
                raise TraceError(
                    expression.place.line,
                    f"a pointer into `{path.variable.name}` can be followed here only through `let` or a parameter",
                )
            return self.load(path, expression.place)
        match expression:
            case Literal(text):
                return text
            case Name():
                return type_text(expression)
            case Unary(operator, operand):
                return f"({operator}{self.value(operand)})"
            case Binary(operator, left, right):
                return f"({self.value(left)} {operator} {self.value(right)})"
            case Index(base, index):
                return f"{self._base(base)}[{self.value(index)}]"
            case Member(base, name):
                return f"{self._base(base)}.{name}"
            case Call():
                return self.call(expression)
        raise AssertionError(expression)  # the seven kinds above are all there are

    def _base(self, base: Expression) -> str:
        path = self.scopes.path(base)
        return self.value(base) if path is None else self.load(path, base.place)

    def load(self, path: Path, place: Place) -> str:
        """Return the call that loads from `path`."""
        indices = self.indices(path)
        return f"{self.probes.load(path, place)}({', '.join(indices)})"

    def indices(self, path: Path) -> list[str]:
        """Return the indices of `path` as WGSL of type u32; a negative one becomes one far out of bounds."""
        return [index if isinstance(index, str) else f"u32({self.value(index)})" for index in path.indices]

    def call(self, call: Call) -> str:
        """Return a call as WGSL."""
        name = call.callee.name
        if self.scopes.is_local(name):
            raise TraceError(call.place.line, f"`{name}` is a variable and can't be called")
        if name in self.shader.functions:
            return self.own_call(self.shader.functions[name], call)
        if name in REFUSED:
            raise TraceError(call.place.line, f"`{name}` can't be traced: {REFUSED[name]}")
        if name in BARRIERS:
            return f"{self.probes.prefix}_{BARRIERS[name]}_barrier()"
        path = self.scopes.path(call.arguments[0]) if call.arguments else None
        if path is not None and path.pointer:
            return self._memory_built_in(call, path)
        if name.startswith("atomic") or name == "workgroupUniformLoad":
            raise TraceError(call.place.line, f"the variable that `{name}` works on can't be told: pass `&variable[…]`")
        return f"{type_text(call.callee)}({', '.join(self.value(a) for a in call.arguments)})"

    def _memory_built_in(self, call: Call, path: Path) -> str:
        name = call.callee.name
        if name == "arrayLength":
            return f"arrayLength(&{path.reference(tuple(self.indices(path)))})"
        if name == "workgroupUniformLoad":
            if path.type.text.startswith("atomic"):
                raise TraceError(call.place.line, "workgroupUniformLoad of an atomic is not supported: use atomicLoad")
            indices = self.indices(path)
            return f"{self.probes.uniform_load(path, call.place)}({', '.join(indices)})"
        if name == "atomicCompareExchangeWeak":
            expected, new = call.arguments[1:]
            indices = self.indices(path)
            keepers, passing = self.probes.compare_exchange(path, call.place)
            kept = tuple(f"{keep}({index})" for keep, index in zip(keepers, indices, strict=True))
            return f"{name}(&{path.reference(kept)}, {passing}({self.value(expected)}), {self.value(new)})"
        if not name.startswith("atomic"):
            raise TraceError(call.place.line, f"`{name}` with a pointer into `{path.variable.name}` can't be traced")
        arguments = [*self.indices(path), *(self.value(a) for a in call.arguments[1:])]
        probe = self.probes.atomic(name, path, len(call.arguments) - 1, call.place)
        return f"{probe}({', '.join(arguments)})"

    def own_call(self, function: Function, call: Call) -> str:
        """Return the call of a function of the shader's own."""
        raise NotImplementedError  # the rewriter of statements writes functions

    def touches(self, name: str) -> bool:
        """Whether a function accesses memory or passes a barrier, itself or through what it calls."""
        if name not in self._touching:
            self._touching[name] = False  # WGSL has no recursion
            self._touching[name] = any(self._node_touches(n) for n in inside(self.shader.functions[name].body)) or any(
                memory_pointer(p.type) for p in self.shader.functions[name].parameters
            )
        return self._touching[name]

    def _node_touches(self, node: object) -> bool:
        if not isinstance(node, Name):
            return False
        if node.name in self.shader.functions:
            return self.touches(node.name)
        variable = self.shader.variables.get(node.name)
        return node.name in BARRIERS or node.name in REFUSED or (variable is not None and in_memory(variable.space))


def in_memory(space: str) -> bool:
    """Whether variables of an address space are traced."""
    return space in ("storage", "workgroup")


def memory_pointer(kind: Name) -> bool:
    """Whether a type is a pointer into storage or work-group memory."""
    space = kind.template[0] if kind.name == "ptr" and kind.template else None
    return isinstance(space, Name) and in_memory(space.name)


def type_text(expression: Expression) -> str:  # noqa: PLR0911 - a case for each kind
    """Return a type, name or constant expression as WGSL."""
    match expression:
        case Literal(text):
            return text
        case Name(name, _, template):
            return f"{name}<{', '.join(type_text(t) for t in template)}>" if template else name
        case Unary(operator, operand):
            return f"({operator}{type_text(operand)})"
        case Binary(operator, left, right):
            return f"({type_text(left)} {operator} {type_text(right)})"
        case Call(callee, arguments):
            return f"{type_text(callee)}({', '.join(type_text(a) for a in arguments)})"
        case Index(base, index):
            return f"{type_text(base)}[{type_text(index)}]"
        case Member(base, name):
            return f"{type_text(base)}.{name}"
