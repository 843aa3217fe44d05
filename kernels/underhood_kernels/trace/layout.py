"""WGSL's types with their sizes and offsets in memory (WGSL specification, "Memory Layout")."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING, TypeAlias

from underhood_kernels.trace.errors import TraceError
from underhood_kernels.trace.tree import Field, Name, Shader

if TYPE_CHECKING:
    from underhood_kernels.trace.constants import Constants

SCALARS = {"f16": 2, "f32": 4, "i32": 4, "u32": 4, "bool": 4, "i64": 8, "u64": 8, "f64": 8}
SHORT = {"f": "f32", "h": "f16", "i": "i32", "u": "u32"}
SHORT_NAME = re.compile(r"(vec[234]|mat[234]x[234])([fhiu])")
COMPONENTS = {"x": 0, "y": 1, "z": 2, "w": 3, "r": 0, "g": 1, "b": 2, "a": 3}


@dataclass(frozen=True)
class Scalar:
    """A number or a boolean, perhaps atomic; bytes."""

    text: str
    size: int
    align: int


@dataclass(frozen=True)
class Sequence:
    """A vector, matrix or array: equal elements at a stride; a runtime-sized array has no length of its own."""

    text: str
    size: int
    align: int
    kind: str  # "vector", "matrix" or "array"
    element: Type
    stride: int
    length: int | None


@dataclass(frozen=True)
class Structure:
    """Members by name, each with its offset."""

    text: str
    size: int
    align: int
    members: dict[str, tuple[int, Type]]


Type: TypeAlias = Scalar | Sequence | Structure


class Layouts:
    """The types of one shader."""

    def __init__(self, shader: Shader, constants: Constants) -> None:
        self._shader = shader
        self._constants = constants

    def type(self, name: Name) -> Type:  # noqa: PLR0911 - a case for each kind
        """Return the layout of a type as written."""
        short = SHORT_NAME.fullmatch(name.name)
        if short:
            return self._vector_or_matrix(short[1], self._scalar(SHORT[short[2]], name))
        if name.name in SCALARS:
            return self._scalar(name.name, name)
        if name.name in self._shader.aliases:
            return self.type(self._shader.aliases[name.name])
        if name.name in self._shader.structures:
            return self._structure(name.name, self._shader.structures[name.name])
        if name.template and isinstance(name.template[0], Name):
            element = self.type(name.template[0])
            if name.name == "atomic":
                return Scalar(f"atomic<{element.text}>", element.size, element.align)
            if name.name == "array":
                return self._array(name, element)
            if isinstance(element, Scalar):
                return self._vector_or_matrix(name.name, element)
        raise TraceError(name.place.line, f"the type `{name.name}` has no layout that trace knows")

    def _scalar(self, text: str, name: Name) -> Scalar:
        if text not in SCALARS:
            raise TraceError(name.place.line, f"`{text}` is no scalar type")
        return Scalar(text, SCALARS[text], SCALARS[text])

    def _vector_or_matrix(self, name: str, scalar: Scalar) -> Sequence:
        rows = int(name[-1])
        size, align = rows * scalar.size, (2 if rows == 2 else 4) * scalar.size
        text = f"vec{rows}<{scalar.text}>"
        vector = Sequence(text, size, align, "vector", scalar, scalar.size, rows)
        if name.startswith("vec"):
            return vector
        columns, stride = int(name[3]), _round_up(size, align)
        return Sequence(f"{name}<{scalar.text}>", columns * stride, align, "matrix", vector, stride, columns)

    def _array(self, name: Name, element: Type) -> Sequence:
        stride = _round_up(element.size, element.align)
        if len(name.template) < 2:
            return Sequence(f"array<{element.text}>", stride, element.align, "array", element, stride, None)
        length = self._constants.whole(name.template[1])
        text = f"array<{element.text}, {length}>"
        return Sequence(text, length * stride, element.align, "array", element, stride, length)

    def _structure(self, name: str, fields: tuple[Field, ...]) -> Structure:
        members: dict[str, tuple[int, Type]] = {}
        end, align = 0, 1
        for field in fields:
            inner = self.type(field.type)
            given = {a.name: self._constants.whole(a.arguments[0]) for a in field.attributes if a.name in GIVEN}
            at_least = given.get("align", inner.align)
            offset = _round_up(end, at_least)
            members[field.name] = (offset, inner)
            end, align = offset + given.get("size", inner.size), max(align, at_least)
        return Structure(name, _round_up(end, align), align, members)


GIVEN = ("align", "size")


def _round_up(size: int, align: int) -> int:
    return -(-size // align) * align
