"""The tree of a shader: what the parser makes and the rewriter walks."""

from __future__ import annotations

from dataclasses import dataclass, fields, is_dataclass
from typing import TYPE_CHECKING, Any, TypeAlias

from underhood_kernels.trace.tokens import Place

if TYPE_CHECKING:
    from collections.abc import Iterator


@dataclass(frozen=True, slots=True)
class Literal:
    """A number or a boolean as written."""

    text: str
    place: Place


@dataclass(frozen=True, slots=True)
class Name:
    """A variable, function or type, with its template arguments: `i`, `vec3<f32>`."""

    name: str
    place: Place
    template: tuple[Expression, ...] = ()


@dataclass(frozen=True, slots=True)
class Unary:
    """An operator before its operand; `&` takes an address and `*` follows one."""

    operator: str
    operand: Expression
    place: Place


@dataclass(frozen=True, slots=True)
class Binary:
    """Two operands, the left one evaluated first; the right one of `&&` and `||` perhaps never."""

    operator: str
    left: Expression
    right: Expression
    place: Place


@dataclass(frozen=True, slots=True)
class Call:
    """A function, built-in function or constructor with its arguments."""

    callee: Name
    arguments: tuple[Expression, ...]
    place: Place


@dataclass(frozen=True, slots=True)
class Index:
    """`base[index]`."""

    base: Expression
    index: Expression
    place: Place


@dataclass(frozen=True, slots=True)
class Member:
    """`base.name`: a structure's member, or components of a vector."""

    base: Expression
    name: str
    place: Place


Expression: TypeAlias = Literal | Name | Unary | Binary | Call | Index | Member


@dataclass(frozen=True, slots=True)
class Block:
    """Statements in braces."""

    statements: tuple[Statement, ...]


@dataclass(frozen=True, slots=True)
class If:
    """Conditions with their blocks, tried in order."""

    clauses: tuple[tuple[Expression, Block], ...]
    otherwise: Block | None


@dataclass(frozen=True, slots=True)
class For:
    """`for (first; condition; update) body`; each of the three may be missing."""

    first: Statement | None
    condition: Expression | None
    update: Statement | None
    body: Block


@dataclass(frozen=True, slots=True)
class While:
    """`while condition body`."""

    condition: Expression
    body: Block


@dataclass(frozen=True, slots=True)
class Loop:
    """`loop { … continuing { … break if condition; } }`."""

    body: Block
    continuing: Block | None
    break_if: Expression | None


@dataclass(frozen=True, slots=True)
class Switch:
    """A selector and its cases: the text of each one's selectors, and its block."""

    selector: Expression
    cases: tuple[tuple[tuple[Expression, ...], Block], ...]  # `default` is the name default


@dataclass(frozen=True, slots=True)
class Declare:
    """`let`, `var` or `const` with a name, perhaps a type and a value."""

    kind: str
    name: str
    type: Name | None
    value: Expression | None
    place: Place
    space: str = ""  # of a `var`, when written
    access: str = ""


@dataclass(frozen=True, slots=True)
class Assign:
    """`target = value`, or with an operator such as `+=`; `_ = value` has no target."""

    target: Expression | None
    operator: str
    value: Expression
    place: Place


@dataclass(frozen=True, slots=True)
class Evaluate:
    """A call as a statement."""

    call: Call


@dataclass(frozen=True, slots=True)
class Return:
    """`return`, perhaps with a value."""

    value: Expression | None


@dataclass(frozen=True, slots=True)
class Plain:
    """A statement that stays as it is: break, continue, const_assert."""

    text: str


Statement: TypeAlias = Block | If | For | While | Loop | Switch | Declare | Assign | Evaluate | Return | Plain


@dataclass(frozen=True, slots=True)
class Attribute:
    """`@name(arguments)`."""

    name: str
    arguments: tuple[Expression, ...]


@dataclass(frozen=True, slots=True)
class Field:
    """A parameter of a function or a member of a structure."""

    name: str
    type: Name
    attributes: tuple[Attribute, ...]
    place: Place


@dataclass(frozen=True, slots=True)
class Function:
    """A function; `result` is the type it returns, if any."""

    name: str
    parameters: tuple[Field, ...]
    result: Name | None
    body: Block
    attributes: tuple[Attribute, ...]
    place: Place


@dataclass(frozen=True, slots=True)
class Shader:
    """A whole shader by kind of declaration."""

    functions: dict[str, Function]
    structures: dict[str, tuple[Field, ...]]
    aliases: dict[str, Name]
    variables: dict[str, Declare]  # at module scope
    constants: dict[str, tuple[Declare, tuple[Attribute, ...]]]  # const and override
    directives: tuple[str, ...]  # enable, requires, diagnostic: as written
    declarations: tuple[str, ...]  # everything else but the functions: as written
    spans: dict[str, tuple[int, int]]  # where each function and variable stands in the source


def inside(node: Any) -> Iterator[Any]:
    """Yield `node` and everything below it in the tree."""
    if isinstance(node, tuple) and not isinstance(node, Place):
        for item in node:
            yield from inside(item)
    elif is_dataclass(node):
        yield node
        for field in fields(node):
            yield from inside(getattr(node, field.name))
