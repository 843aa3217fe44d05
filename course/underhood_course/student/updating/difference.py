"""Two texts line by line, and word by word where a line changed."""

from __future__ import annotations

import re
from difflib import SequenceMatcher
from itertools import zip_longest
from typing import Any

WORD = re.compile(r"\w+|\s+|[^\w\s]")
MOST_LINES = 2000  # beyond it, lines are not matched: no cell takes seconds
LONGEST_LINE = 1000  # characters; beyond it, a line changed as a whole
ALIKE = 0.4  # of 1: less has changed as a whole, and marking single words would only be noise


def difference(mine: str, course: str) -> list[dict[str, Any]]:
    """Return the lines of both texts side by side, as `line` of update.schema.json.

    >>> difference("a = 1", "a = 2")
    [{'same': False,
      'mine': [{'text': 'a = ', 'changed': False}, {'text': '1', 'changed': True}],
      'course': [{'text': 'a = ', 'changed': False}, {'text': '2', 'changed': True}]}]
    """
    left, right = mine.splitlines(), course.splitlines()
    if max(len(left), len(right)) > MOST_LINES:
        return [*(_line(one, None) for one in left), *(_line(None, one) for one in right)]
    lines = []
    for what, a, b, c, d in SequenceMatcher(None, left, right, autojunk=False).get_opcodes():
        if what == "equal":
            lines += [_line(one, one) for one in left[a:b]]
        else:
            lines += [_line(one, other) for one, other in zip_longest(left[a:b], right[c:d])]
    return lines


def _line(mine: str | None, course: str | None) -> dict[str, Any]:
    if mine is None or course is None or mine == course:
        return {"same": mine == course, "mine": _whole(mine), "course": _whole(course)}
    if max(len(mine), len(course)) <= LONGEST_LINE:
        left, right = WORD.findall(mine), WORD.findall(course)
        matcher = SequenceMatcher(None, left, right, autojunk=False)
        if matcher.ratio() >= ALIKE:
            codes = matcher.get_opcodes()
            return {
                "same": False,
                "mine": [_part(left[a:b], what) for what, a, b, _, _ in codes if a < b],
                "course": [_part(right[c:d], what) for what, _, _, c, d in codes if c < d],
            }
    return {"same": False, "mine": _whole(mine), "course": _whole(course)}


def _whole(text: str | None) -> list[dict[str, Any]] | None:
    return None if text is None else [{"text": text, "changed": False}]


def _part(words: list[str], what: str) -> dict[str, Any]:
    return {"text": "".join(words), "changed": what != "equal"}
