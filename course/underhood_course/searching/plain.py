"""Markdown and code as a reader sees them, and text as it is compared: without case and accents."""

from __future__ import annotations

import re
import unicodedata

# Each takes time in proportion to the text: a page may be as long and as odd as it likes.
FENCE = re.compile(r"^[ \t]*(?:```|~~~).*$", re.MULTILINE)
COMMENT = re.compile(r"<!--(?:(?!<!--).)*?-->", re.DOTALL)
ELEMENT = re.compile(r"</?[a-zA-Z][^<>]*>")
LINK = re.compile(r"!?\[([^\[\]]*)\]\([^()\s]*(?:\s+\"[^\"]*\")?\)")
MARK = re.compile(r"^[ \t]*(?:#{1,6}[ \t]+|>[ \t]?|[-*+][ \t]+|\d{1,9}[.)][ \t]+)", re.MULTILINE)
RULER = re.compile(r"^[ \t|:*_-]+$", re.MULTILINE)
EMPHASIS = re.compile(r"(?<!\w)[*_~`]+(?=\S)|(?<=\S)[*_~`]+(?!\w)|`|\*\*")
BREAKS = re.compile(r"[\s|]+")

# nbgrader's own marks: what stands between them is never shown to a student.
SOLUTION = re.compile(r"^\s*#*\s*(BEGIN|END) (?:SOLUTION|HIDDEN TESTS)\b")


def plain_markdown(source: str) -> str:
    r"""Return a markdown text without its markup, on one line.

    >>> plain_markdown("A **warp** is [32 threads](x.html):\n\n- all run `one` instruction")
    'A warp is 32 threads: all run one instruction'
    """
    text = FENCE.sub("", COMMENT.sub("", source))
    text = LINK.sub(r"\1", text)
    for pattern in (ELEMENT, RULER, MARK, EMPHASIS):
        text = pattern.sub("", text)
    return BREAKS.sub(" ", text).strip()


def plain_code(source: str) -> str:
    """Return code on one line, without what nbgrader takes out of a student's copy."""
    shown = []
    inside = False
    for line in source.splitlines():
        mark = SOLUTION.match(line)
        if mark:
            inside = mark[1] == "BEGIN"
        elif not inside:
            shown.append(line)
    return BREAKS.sub(" ", " ".join(shown)).strip()


def fold(text: str) -> str:
    """Return `text` without case and accents, character by character as the sidebar does it.

    >>> fold("Übergänge")
    'ubergange'
    """
    if text.isascii():
        return text.lower()
    return text.translate({ord(one): _fold_one(one) for one in set(text)})


def origins(text: str) -> list[int]:
    """Return from which character of `text` each of `fold(text)`'s comes, and the end."""
    places = [at for at, one in enumerate(text) for _ in _fold_one(one)]
    return [*places, len(text)]


def _fold_one(character: str) -> str:
    if character.isascii():
        return character.lower()
    plain = unicodedata.normalize("NFKD", character)
    return "".join(one for one in plain if not unicodedata.category(one).startswith("M")).lower()
