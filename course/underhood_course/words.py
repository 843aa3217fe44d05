"""How much there is to read in a cell, and how long that takes."""

from __future__ import annotations

import re

WORDS_PER_MINUTE = 200  # careful reading of technical prose
CODE_LINES_PER_MINUTE = 15

FENCED = re.compile(r"^(```|~~~).*?^\1", re.DOTALL | re.MULTILINE)
MATH = re.compile(r"\$\$.*?\$\$|\$[^$\n]+\$", re.DOTALL)
IMAGE = re.compile(r"!\[([^\]]*)\]\([^)]*\)")
LINK = re.compile(r"\[([^\]]*)\]\([^)]*\)")
TAG = re.compile(r"<[^>\n]+>")
WORD = re.compile(r"\w+(?:['’.,/-]\w+)*")


def count_words(markdown: str) -> int:
    """Return how many words of prose a markdown text has: code blocks, formulas, pictures and addresses don't count."""
    text = FENCED.sub(" ", markdown)
    for pattern in (MATH, IMAGE):
        text = pattern.sub(" ", text)
    text = LINK.sub(r"\1", text)
    return len(WORD.findall(TAG.sub(" ", text)))


def reading_minutes(words: int, code_lines: int) -> float:
    """Return the minutes that reading takes, code included; running it is the machine's time."""
    return words / WORDS_PER_MINUTE + code_lines / CODE_LINES_PER_MINUTE
