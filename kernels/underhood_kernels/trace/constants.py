"""The values of `const` and `override` declarations, worked out as the compiler does, for sizes and layouts."""

from __future__ import annotations

import operator
from typing import TYPE_CHECKING, Any

from underhood_kernels.trace.errors import TraceError
from underhood_kernels.trace.tree import Binary, Call, Expression, Literal, Name, Shader, Unary

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

Value = int | float | bool
OPERATORS: dict[str, Callable[[Any, Any], Value]] = {
    "+": operator.add, "-": operator.sub, "*": operator.mul,
    "<<": operator.lshift, ">>": operator.rshift, "&": operator.and_, "|": operator.or_, "^": operator.xor,
    "==": operator.eq, "!=": operator.ne, "<": operator.lt, ">": operator.gt, "<=": operator.le, ">=": operator.ge,
    "&&": lambda a, b: a and b, "||": lambda a, b: a or b,
}  # fmt: skip
FUNCTIONS: dict[str, Callable[..., Value]] = {
    "min": min, "max": max, "abs": abs, "i32": int, "u32": int, "f32": float,
    "select": lambda no, yes, condition: yes if condition else no,
    "clamp": lambda value, low, high: min(max(value, low), high),
}  # fmt: skip


class Constants:
    """What each constant of a shader is worth, with the overrides that the caller set."""

    def __init__(self, shader: Shader, overrides: Mapping[str, float]) -> None:
        self._shader = shader
        self._overrides = dict(overrides)

    def whole(self, expression: Expression) -> int:
        """Return the value of a constant expression that is a size, count or position."""
        value = self.value(expression)
        if int(value) != value:
            raise TraceError(expression.place.line, f"expected a whole number, found {value}")
        return int(value)

    def value(self, expression: Expression) -> Value:  # noqa: PLR0911 - a case for each kind
        """Return the value of a constant expression, or refuse what isn't one that can be worked out."""
        match expression:
            case Literal(text):
                return _number(text)
            case Name(name) if name in self._shader.constants:
                return self._constant(name)
            case Unary("-", operand):
                return -self.value(operand)
            case Unary("!", operand):
                return not self.value(operand)
            case Binary("/" | "%" as sign, left, right):
                return _divide(sign, self.value(left), self.value(right), expression.place.line)
            case Binary(sign, left, right) if sign in OPERATORS:
                return OPERATORS[sign](self.value(left), self.value(right))
            case Call(Name(name), arguments) if name in FUNCTIONS:
                return FUNCTIONS[name](*(self.value(argument) for argument in arguments))
        raise TraceError(
            expression.place.line, "can't work out this size: use numbers, const, override and + - * / % min max"
        )

    def _constant(self, name: str) -> Value:
        declared, attributes = self._shader.constants[name]
        keys = [name, *(str(self.value(a.arguments[0])) for a in attributes if a.name == "id")]
        for key in keys:
            if declared.kind == "override" and key in self._overrides:
                given = self._overrides[key]
                whole = declared.type is not None and declared.type.name in ("i32", "u32")
                return int(given) if whole or int(given) == given else given
        if declared.value is None:
            raise TraceError(declared.place.line, f"`override {name}` has no value: give it in constants")
        return self.value(declared.value)


def _number(text: str) -> Value:
    if text in ("true", "false"):
        return text == "true"
    if text[:2].lower() == "0x":
        return float.fromhex(text.rstrip("h")) if "p" in text.lower() or "." in text else int(text.rstrip("iu"), 16)
    if text[-1] in "iu" or text.isdigit():
        return int(text.rstrip("iu"))
    return float(text.rstrip("fh"))


def _divide(sign: str, left: Value, right: Value, line: int) -> Value:
    if right == 0:
        raise TraceError(line, "this constant expression divides by zero")
    if isinstance(left, float) or isinstance(right, float):
        return left / right if sign == "/" else left - right * int(left / right)
    quotient = abs(left) // abs(right) * (1 if (left < 0) == (right < 0) else -1)  # WGSL rounds towards zero
    return quotient if sign == "/" else left - right * quotient
