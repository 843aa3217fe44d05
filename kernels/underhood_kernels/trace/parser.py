"""The parser's top: a shader's declarations."""

from __future__ import annotations

from underhood_kernels.trace.statements import StatementParser
from underhood_kernels.trace.tree import Attribute, Field, Function, Shader


def parse(source: str) -> Shader:
    """Return the tree of a shader; raises `TraceError` with the line of what it can't read."""
    return _Parser(source).shader()


class _Parser(StatementParser):
    def shader(self) -> Shader:
        found = Shader({}, {}, {}, {}, {}, (), (), {})
        directives: list[str] = []
        declarations: list[str] = []
        while self.token.kind != "end":
            start = self.token.start
            if self.skip(";"):
                continue
            attributes = self.attributes()
            keyword = self.token.text
            if keyword in ("enable", "requires", "diagnostic"):
                directives.append(self.until_semicolon())
            elif keyword == "fn":
                function = self._function(attributes)
                found.functions[function.name] = function
                found.spans[function.name] = (start, self.ahead(-1).end)
            else:
                known = set(found.variables)
                self._declaration(found, attributes)
                found.spans.update(dict.fromkeys(found.variables.keys() - known, (start, self.ahead(-1).end)))
                declarations.append(self.source[start : self.ahead(-1).end])
        return Shader(
            found.functions,
            found.structures,
            found.aliases,
            found.variables,
            found.constants,
            tuple(directives),
            tuple(declarations),
            found.spans,
        )

    def _declaration(self, found: Shader, attributes: tuple[Attribute, ...]) -> None:
        if self.skip("struct"):
            name = self.word()
            found.structures[name] = self._fields("{", "}")
        elif self.skip("alias"):
            name = self.word()
            self.expect("=")
            found.aliases[name] = self.type()
            self.expect(";")
        elif self.at("const", "override"):
            constant = self.declare()
            found.constants[constant.name] = (constant, attributes)
            self.expect(";")
        elif self.at("var"):
            variable = self.declare()
            if not variable.space:
                raise self.refuse(f"`{variable.name}` is a texture or sampler; trace knows buffers only")
            found.variables[variable.name] = variable
            self.expect(";")
        elif self.at("const_assert"):
            self.until_semicolon()
        else:
            raise self.refuse(f"expected a declaration, found `{self.token.text}`")

    def _fields(self, opening: str, closing: str) -> tuple[Field, ...]:
        self.expect(opening)
        found = []
        while not self.at(closing):
            attributes, place = self.attributes(), self.token.place
            name = self.word()
            self.expect(":")
            found.append(Field(name, self.type(), attributes, place))
            if not self.skip(","):
                break
        self.expect(closing)
        return tuple(found)

    def _function(self, attributes: tuple[Attribute, ...]) -> Function:
        place = self.expect("fn").place
        name = self.word()
        parameters = self._fields("(", ")")
        result = None
        if self.skip("->"):
            self.attributes()
            result = self.type()
        return Function(name, parameters, result, self.block(), attributes, place)
