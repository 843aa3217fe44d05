"""The parser's middle: statements, by recursive descent."""

from __future__ import annotations

from typing import TYPE_CHECKING

from underhood_kernels.trace.expressions import ExpressionParser
from underhood_kernels.trace.tree import (
    Assign,
    Attribute,
    Block,
    Call,
    Declare,
    Evaluate,
    Expression,
    For,
    If,
    Literal,
    Loop,
    Name,
    Plain,
    Return,
    Statement,
    Switch,
    While,
)

if TYPE_CHECKING:
    from collections.abc import Callable


class StatementParser(ExpressionParser):
    """Reads statements; the parser of declarations stands on it."""

    def until_semicolon(self) -> str:
        """Consume everything up to a semicolon and return it as written."""
        start = self.token.start
        while not self.at(";"):
            if self.take().kind == "end":
                raise self.refuse("expected `;`, found the end of the shader")
        return self.source[start : self.take().end]

    def attributes(self) -> tuple[Attribute, ...]:
        """Consume attributes such as `@builtin(…)`."""
        found = []
        while self.skip("@"):
            name = self.word()
            found.append(Attribute(name, self.arguments() if self.at("(") else ()))
        return tuple(found)

    def declare(self) -> Declare:
        """Consume `let`, `var` or `const` (or `override`) up to its semicolon."""
        token = self.take()
        space, access = "", ""
        if token.text == "var" and self.skip("<"):
            space = self.word()
            if self.skip(","):
                access = self.word()
            self.skip(",")
            self.expect(">")
        name = self.word()
        kind = self.type() if self.skip(":") else None
        value = self.expression() if self.skip("=") else None
        return Declare(token.text, name, kind, value, token.place, space, access)

    def block(self) -> Block:
        """Consume statements in braces."""
        self.attributes()
        self.expect("{")
        found: list[Statement] = []
        while not self.at("}"):
            if not self.skip(";"):
                found.append(self._statement())
        self.expect("}")
        return Block(tuple(found))

    def _statement(self) -> Statement:
        self.attributes()
        compound: dict[str, Callable[[], Statement]] = {
            "{": self.block,
            "if": self._if,
            "for": self._for,
            "while": self._while,
            "loop": self._loop,
            "switch": self._switch,
        }
        if self.token.text in compound:
            return compound[self.token.text]()
        if self.at("break") and self.ahead().text == "if":
            raise self.refuse("`break if` may only end a continuing block")
        if self.at("break", "continue", "const_assert"):
            return Plain(self.until_semicolon())
        if self.skip("return"):
            value = None if self.at(";") else self.expression()
            self.expect(";")
            return Return(value)
        found = self._simple()
        self.expect(";")
        return found

    def _simple(self) -> Statement:
        """Consume what may also stand in a for's head: a declaration, an assignment or a call."""
        place = self.token.place
        if self.at("let", "var", "const"):
            return self.declare()
        if self.at("discard"):
            raise self.refuse("`discard` belongs to fragment shaders; trace reads compute shaders")
        if self.at("_") and self.ahead().text == "=":
            self.take()
            self.take()
            return Assign(None, "=", self.expression(), place)
        target = self.unary()
        if self.skip("++"):
            return Assign(target, "+=", Literal("1", place), place)
        if self.skip("--"):
            return Assign(target, "-=", Literal("1", place), place)
        operator = self.assignment_operator()
        if operator:
            return Assign(target, operator, self.expression(), place)
        if not isinstance(target, Call):
            raise self.refuse(f"expected an assignment or a call, found `{self.token.text}`")
        return Evaluate(target)

    def _if(self) -> If:
        clauses = []
        while True:
            self.expect("if")
            condition = self.expression()
            clauses.append((condition, self.block()))
            if not self.skip("else"):
                return If(tuple(clauses), None)
            if not self.at("if"):
                return If(tuple(clauses), self.block())

    def _for(self) -> For:
        self.expect("for")
        self.expect("(")
        first = None if self.at(";") else self._simple()
        self.expect(";")
        condition = None if self.at(";") else self.expression()
        self.expect(";")
        update = None if self.at(")") else self._simple()
        self.expect(")")
        return For(first, condition, update, self.block())

    def _while(self) -> While:
        self.expect("while")
        condition = self.expression()
        return While(condition, self.block())

    def _loop(self) -> Loop:
        self.expect("loop")
        body, _ = self._loop_part(ends_with="continuing")
        continuing, break_if = None, None
        if self.skip("continuing"):
            continuing, break_if = self._loop_part(ends_with="break if")
            self.expect("}")
        self.expect("}")
        return Loop(body, continuing, break_if)

    def _loop_part(self, ends_with: str) -> tuple[Block, Expression | None]:
        self.attributes()
        self.expect("{")
        found: list[Statement] = []
        while not self.at("}", "continuing"):
            if ends_with == "break if" and self.at("break") and self.ahead().text == "if":
                self.take()
                self.take()
                condition = self.expression()
                self.expect(";")
                return Block(tuple(found)), condition
            if not self.skip(";"):
                found.append(self._statement())
        return Block(tuple(found)), None

    def _switch(self) -> Switch:
        self.expect("switch")
        selector = self.expression()
        self.attributes()
        self.expect("{")
        cases: list[tuple[tuple[Expression, ...], Block]] = []
        while not self.at("}"):
            selectors: list[Expression] = []
            if self.at("default"):
                selectors.append(Name("default", self.take().place))
            else:
                self.expect("case")
                while not self.at(":", "{", "@"):
                    selectors.append(self.expression())
                    if not self.skip(","):
                        break
            self.skip(":")
            cases.append((tuple(selectors), self.block()))
        self.expect("}")
        return Switch(selector, tuple(cases))
