"""From a shader's text to its tokens."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import NamedTuple

from underhood_kernels.trace.errors import TraceError

BLANK = re.compile(r"\s+|//[^\n]*")
COMMENT_EDGE = re.compile(r"/\*|\*/")
# `>` stays alone, because `array<vec2<f32>>` ends two lists; the parser joins `>>` and `>=` where it expects them.
TOKEN = re.compile(
    r"(?P<number>0[xX][\da-fA-F]*\.?[\da-fA-F]*(?:[pP][+-]?\d+[fh]?)?[iu]?"
    r"|(?:\d+\.\d*|\.\d+|\d+)(?:[eE][+-]?\d+)?[iufh]?)"
    r"|(?P<word>[^\W\d]\w*)"
    r"|(?P<symbol><<=|<<|<=|==|!=|&&|\|\||\+\+|--|->|[-+*/%&|^]=|[-+*/%&|^~!=<>()\[\]{};:,.@])"
)


class Place(NamedTuple):
    """Where something stands in the shader, counted from 1."""

    line: int
    column: int


@dataclass(frozen=True, slots=True)
class Token:
    """A word, number or symbol; the last token of a shader has the kind `end`."""

    kind: str
    text: str
    place: Place
    start: int  # position in the source
    end: int


def tokenize(source: str) -> list[Token]:
    """Return the tokens of `source`, comments left out."""
    found: list[Token] = []
    position, line, line_start = 0, 1, 0
    while position < len(source):
        end = _blank_end(source, position, line)
        if end is None:
            match = TOKEN.match(source, position)
            if match is None:
                raise TraceError(line, f"the character {source[position]!r} belongs to no WGSL token")
            end = match.end()
            place = Place(line, position - line_start + 1)
            found.append(Token(str(match.lastgroup), match[0], place, position, end))
        breaks = source.count("\n", position, end)
        if breaks:
            line += breaks
            line_start = source.rindex("\n", position, end) + 1
        position = end
    return [*found, Token("end", "the end of the shader", Place(line, 1), len(source), len(source))]


def _blank_end(source: str, position: int, line: int) -> int | None:
    blank = BLANK.match(source, position)
    if blank:
        return blank.end()
    if not source.startswith("/*", position):
        return None
    depth = 0
    for edge in COMMENT_EDGE.finditer(source, position):  # block comments nest in WGSL
        depth += 1 if edge[0] == "/*" else -1
        if depth == 0:
            return edge.end()
    raise TraceError(line, "this comment has no end: add */")
