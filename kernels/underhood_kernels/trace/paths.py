"""Paths into memory: which variable an expression such as `(*p).cells[i].x` refers to, and where in it."""

from __future__ import annotations

from dataclasses import dataclass, replace

from underhood_kernels.trace.errors import TraceError
from underhood_kernels.trace.layout import COMPONENTS, Scalar, Sequence, Structure, Type
from underhood_kernels.trace.tree import Expression, Index, Member, Name, Unary


@dataclass(frozen=True)
class Variable:
    """A storage or work-group variable; `length` is of a runtime-sized array, from the buffer that is given."""

    name: str
    space: str  # "storage" or "workgroup"
    type: Type
    nbytes: int


@dataclass(frozen=True)
class Step:
    """One step of a path: an index into elements at a stride, or a member at an offset.

    An index is an expression, or the name of the shader's own variable that holds it already.
    """

    index: Expression | str | None = None
    stride: int = 0
    length: int = 0
    member: str = ""
    offset: int = 0


@dataclass(frozen=True)
class Path:
    """A reference into `variable`, or a pointer there."""

    variable: Variable
    steps: tuple[Step, ...]
    type: Type
    pointer: bool = False

    @property
    def indices(self) -> tuple[Expression | str, ...]:
        """The indices from the outermost on."""
        return tuple(step.index for step in self.steps if step.index is not None)

    @property
    def offset(self) -> int:
        """Bytes from the variable's start to where the path leads if all indices are 0."""
        return sum(step.offset for step in self.steps)

    def reference(self, names: tuple[str, ...]) -> str:
        """Return the path as WGSL, its indices replaced by `names`."""
        left = iter(names)
        steps = (f"[{next(left)}]" if step.index is not None else f".{step.member}" for step in self.steps)
        return self.variable.name + "".join(steps)

    def over(self, names: tuple[str, ...]) -> Path:
        """Return the same path with its indices held by the variables `names`."""
        left = iter(names)
        return replace(
            self, steps=tuple(replace(s, index=next(left)) if s.index is not None else s for s in self.steps)
        )


class Scopes:
    """The names in sight, from the module's variables to the innermost block's: each a path, or None if local."""

    def __init__(self, variables: dict[str, Variable]) -> None:
        self._module: dict[str, Path | None] = {n: Path(v, (), v.type) for n, v in variables.items()}
        self._blocks: list[dict[str, Path | None]] = []

    def push(self) -> None:
        """Enter a block."""
        self._blocks.append({})

    def pop(self) -> None:
        """Leave a block."""
        self._blocks.pop()

    def swap(self, blocks: list[dict[str, Path | None]]) -> list[dict[str, Path | None]]:
        """Enter a function, whose names are `blocks`, and return those of the one that calls it."""
        before, self._blocks = self._blocks, blocks
        return before

    def declare(self, name: str, path: Path | None = None) -> None:
        """Declare a local name; with `path`, one that points into memory."""
        self._blocks[-1][name] = path

    def is_local(self, name: str) -> bool:
        """Whether a block declares `name`."""
        return any(name in block for block in self._blocks)

    def path(self, expression: Expression) -> Path | None:  # noqa: PLR0911 - a case for each kind
        """Return where in storage or work-group memory `expression` leads; None if it is a value or local."""
        match expression:
            case Name(name):
                for block in reversed(self._blocks):
                    if name in block:
                        return block[name]
                return self._module.get(name)
            case Unary("&", operand):
                found = self.path(operand)
                return found and replace(found, pointer=True)
            case Unary("*", operand):
                found = self.path(operand)
                return found and replace(found, pointer=False)
            case Index(base, index, place):
                found = self.path(base)
                return found and _element(found, index, place.line)
            case Member(base, name, place):
                found = self.path(base)
                return found and _member(found, name, place.line)
        return None


def _element(base: Path, index: Expression, line: int) -> Path:
    if not isinstance(base.type, Sequence):
        raise TraceError(line, f"`{base.type.text}` has no elements to index")
    kind = base.type
    length = kind.length
    if length is None:  # only the last member of a buffer can be of no fixed length
        length = (base.variable.nbytes - base.offset) // kind.stride
    return replace(base, steps=(*base.steps, Step(index, kind.stride, length)), type=kind.element, pointer=False)


def _member(base: Path, name: str, line: int) -> Path | None:
    if isinstance(base.type, Structure) and name in base.type.members:
        offset, inner = base.type.members[name]
    elif isinstance(base.type, Sequence) and base.type.kind == "vector":
        if len(name) > 1:
            return None  # several components are taken of the vector's value
        offset, inner = COMPONENTS.get(name, 0) * base.type.stride, base.type.element
    else:
        raise TraceError(line, f"`{base.type.text}` has no member `{name}`")
    return replace(base, steps=(*base.steps, Step(member=name, offset=offset)), type=inner, pointer=False)


def parts(kind: Type) -> bool:
    """Whether a value of this type is more than one scalar or vector."""
    return not isinstance(kind, Scalar) and not (isinstance(kind, Sequence) and kind.kind == "vector")
