"""The parser's bottom: tokens taken one by one, expressions and types."""

from __future__ import annotations

from underhood_kernels.trace.errors import TraceError
from underhood_kernels.trace.tokens import Token, tokenize
from underhood_kernels.trace.tree import Binary, Call, Expression, Index, Literal, Member, Name, Unary

# From what binds least to what binds most. WGSL wants parentheses wherever C's order would surprise.
LEVELS = (
    ("||",),
    ("&&",),
    ("|",),
    ("^",),
    ("&",),
    ("==", "!="),
    ("<", ">", "<=", ">="),
    ("<<", ">>"),
    ("+", "-"),
    ("*", "/", "%"),
)
SHIFTS = 7  # the level from which on nothing in a template list is mistaken for its end
TEMPLATES = {"array", "atomic", "bitcast", "ptr", *(f"vec{n}" for n in (2, 3, 4))} | {
    f"mat{columns}x{rows}" for columns in (2, 3, 4) for rows in (2, 3, 4)
}


class ExpressionParser:
    """Reads tokens from left to right; each method consumes what it returns."""

    def __init__(self, source: str) -> None:
        self.source = source
        self._tokens = tokenize(source)
        self._next = 0
        self._template_depth = 0

    @property
    def token(self) -> Token:
        """The token that comes next."""
        return self._tokens[self._next]

    def ahead(self, count: int = 1) -> Token:
        """Return the token `count` after the next one."""
        return self._tokens[min(self._next + count, len(self._tokens) - 1)]

    def take(self) -> Token:
        """Consume the next token."""
        token = self.token
        self._next += token.kind != "end"
        return token

    def at(self, *texts: str) -> bool:
        """Whether one of `texts` comes next."""
        return self.token.kind != "end" and self.token.text in texts

    def skip(self, text: str) -> bool:
        """Consume `text` if it comes next."""
        found = self.at(text)
        self._next += found
        return found

    def expect(self, text: str) -> Token:
        """Consume `text`, which has to come next."""
        if not self.at(text):
            raise self.refuse(f"expected `{text}`, found `{self.token.text}`")
        return self.take()

    def word(self) -> str:
        """Consume a name."""
        if self.token.kind != "word":
            raise self.refuse(f"expected a name, found `{self.token.text}`")
        return self.take().text

    def refuse(self, complaint: str) -> TraceError:
        """Return the error for something that can't be read here."""
        return TraceError(self.token.place.line, complaint)

    def expression(self, level: int = 0) -> Expression:
        """Consume an expression of operators that bind at least as much as `level`."""
        if level == len(LEVELS):
            return self.unary()
        left = self.expression(level + 1)
        while True:
            operator, tokens = self._operator()
            if operator not in LEVELS[level]:
                return left
            place = self.token.place
            self._next += tokens
            left = Binary(operator, left, self.expression(level + 1), place)

    def _operator(self) -> tuple[str, int]:
        """Return the operator that comes next, joined from `>` where need be, and how many tokens it takes."""
        text = self.token.text
        if text != ">" or self._template_depth:
            return ("" if self.token.kind == "end" else text), 1
        tokens = 1
        while self.ahead(tokens).text in (">", "=") and self.ahead(tokens).start == self.ahead(tokens - 1).end:
            text += self.ahead(tokens).text
            tokens += 1
        return text, tokens

    def assignment_operator(self) -> str:
        """Consume `=` or a compound assignment such as `+=`, `>>=` included; empty if none comes next."""
        operator, tokens = self._operator()
        if operator not in {"=", "+=", "-=", "*=", "/=", "%=", "&=", "|=", "^=", "<<=", ">>="}:
            return ""
        self._next += tokens
        return operator

    def unary(self) -> Expression:
        """Consume an operand with the operators before and after it."""
        if self.at("-", "!", "~", "*", "&"):
            token = self.take()
            return Unary(token.text, self.unary(), token.place)
        return self._after(self._primary())

    def _after(self, base: Expression) -> Expression:
        while True:
            place = self.token.place
            if self.skip("["):
                base = Index(base, self._whole(), place)
                self.expect("]")
            elif self.skip("."):
                base = Member(base, self.word(), place)
            else:
                return base

    def _primary(self) -> Expression:
        token = self.token
        if self.skip("("):
            inner = self._whole()
            self.expect(")")
            return inner
        if token.kind == "number" or token.text in ("true", "false"):
            return Literal(self.take().text, token.place)
        if token.kind != "word":
            raise self.refuse(f"expected an expression, found `{token.text}`")
        name = self.type()
        return Call(name, self.arguments(), token.place) if self.at("(") else name

    def arguments(self) -> tuple[Expression, ...]:
        """Consume arguments in parentheses."""
        self.expect("(")
        found = []
        while not self.at(")"):
            found.append(self._whole())
            if not self.skip(","):
                break
        self.expect(")")
        return tuple(found)

    def _whole(self) -> Expression:
        """Consume an expression in brackets of its own, where `<` compares even inside a template list."""
        outer, self._template_depth = self._template_depth, 0
        found = self.expression()
        self._template_depth = outer
        return found

    def type(self) -> Name:
        """Consume a name with its template list, if it is one that has one."""
        place = self.token.place
        name = self.word()
        if name not in TEMPLATES or not self.at("<"):
            return Name(name, place)
        self.take()
        self._template_depth += 1
        found = []
        while not self.at(">"):
            found.append(self.expression(SHIFTS))
            if not self.skip(","):
                break
        self.expect(">")
        self._template_depth -= 1
        return Name(name, place, tuple(found))
