"""The score inside a feedback page, for machines and for people.

nbgrader's page says "(Score: x / y)" over all cells, invited ones too. The teacher's side adds the
score by parts; the student's side reads it.
"""

from __future__ import annotations

import html
import json
import re
from typing import TYPE_CHECKING, Any, TypedDict

from underhood_course.atomic import write_atomically

if TYPE_CHECKING:
    from collections.abc import Sequence
    from pathlib import Path

    from .policy import PartScore

__all__ = ["Comment", "FeedbackScore", "embed", "read_score", "read_scores"]

_OPEN = '<script type="application/json" id="underhood-score">'
_SCRIPT = re.compile(re.escape(_OPEN) + r"(.*?)</script>", re.DOTALL)
_PLAIN = re.compile(r"<h4>[^<]*\(Score: (-?[0-9.]+) / ([0-9.]+)\)</h4>")
_BODY = re.compile(r"<body[^>]*>")


class Comment(TypedDict):
    """What the teacher wrote about a cell, and the name of the part that it belongs to."""

    part: str | None
    cell: str
    text: str


class FeedbackScore(TypedDict):
    """What a feedback page says about a submission."""

    handin: str
    score: float
    max_score: float
    parts: list[PartScore]
    late: bool
    comments: list[Comment]


def embed(file: Path, score: FeedbackScore, remarks: Sequence[str] = ()) -> None:
    """Write the score into a feedback page that nbgrader made. Raises OSError.

    `remarks` say to people how it came about, such as "bonus +1". A second call replaces what the
    first wrote.
    """
    page = file.read_text(encoding="utf-8")
    page = re.sub(r"<!-- underhood -->.*?<!-- /underhood -->\n?", "", page, flags=re.DOTALL)
    block = f"<!-- underhood -->\n{_OPEN}{_json(score)}</script>\n{_table(score, remarks)}<!-- /underhood -->\n"
    body = _BODY.search(page)
    place = body.end() if body else 0
    # Students read the page that nbgrader copies with its mode, whatever this process's mask is.
    mode = file.stat().st_mode & 0o777
    write_atomically(file, (page[:place] + "\n" + block + page[place:].lstrip("\n")).encode())
    file.chmod(mode)


def read_score(file: Path) -> FeedbackScore | None:
    """Return what a feedback page says, or None if it says nothing that can be understood.

    Of plain nbgrader's page it is the score over all its cells, without parts.
    """
    try:
        page = file.read_text(encoding="utf-8")
    except (OSError, UnicodeDecodeError):
        return None
    if found := _SCRIPT.search(page):
        try:
            return _checked(json.loads(found[1]))
        except (ValueError, RecursionError):
            return None
    if plain := _PLAIN.search(page):
        points, most = float(plain[1]), float(plain[2])
        return {"handin": "", "score": points, "max_score": most, "parts": [], "late": False, "comments": []}
    return None


def read_scores(files: Sequence[Path]) -> FeedbackScore | None:
    """Return what the feedback pages of one submission say together; None where they don't say all of it.

    >>> read_scores([folder / "basics.html", folder / "shaders.html"])["score"]
    7.0

    Each of our pages has the score of the whole submission. Plain nbgrader's have their own
    notebook's, which add up.
    """
    said = [read_score(file) for file in files]
    whole = [one for one in said if one is not None and one["parts"]]
    if whole:
        comments = [comment for one in whole for comment in one["comments"]]
        return {**whole[0], "comments": [one for at, one in enumerate(comments) if one not in comments[:at]]}
    plain = [one for one in said if one is not None]
    if not plain or len(plain) < len(said):
        return None
    score, most = (sum(one[name] for one in plain) for name in ("score", "max_score"))
    return {**plain[0], "score": score, "max_score": most}


def _json(score: FeedbackScore) -> str:
    # In a script element only "</" and "<!--" have a meaning to the browser; JSON can do without.
    return json.dumps(score).replace("</", "<\\/").replace("<!--", "\\u003c!--")


def _table(score: FeedbackScore, remarks: Sequence[str]) -> str:
    rows = "".join(
        f"<li>{html.escape(part['name'])} ({part['kind']}): {part['score'] or 0:g} of {part['max_score']:g}</li>"
        for part in score["parts"]
    )
    late = " Handed in late." if score["late"] else ""
    what = f"Score, {html.escape(', '.join(remarks))}" if remarks else "Required parts"
    return (
        '<div class="container"><div class="panel panel-default"><div class="panel-heading">'
        f"<h4>{what}: {score['score']:g} of {score['max_score']:g}.{late}</h4><ul>{rows}</ul>"
        "</div></div></div>\n"
    )


def _checked(value: Any) -> FeedbackScore | None:
    """Return the value if it has the contract's shape: the page came through other hands."""
    if not isinstance(value, dict) or not isinstance(value.get("parts"), list):
        return None
    if not isinstance(value.get("comments", []), list):
        return None
    parts = [part for part in value["parts"] if isinstance(part, dict)]
    numbers = [value.get("score"), value.get("max_score")]
    numbers += [part.get(name) for part in parts for name in ("score", "max_score")]
    if not all(isinstance(one, int | float) and not isinstance(one, bool) for one in numbers):
        return None
    if not all(isinstance(part.get("name"), str) and part.get("kind") in ("required", "invited") for part in parts):
        return None
    return {
        "handin": str(value.get("handin", "")),
        "score": value["score"],
        "max_score": value["max_score"],
        "parts": [_part(part) for part in parts],
        "late": bool(value.get("late")),
        "comments": [_comment(one) for one in value.get("comments") or [] if isinstance(one, dict)],
    }


def _comment(value: Any) -> Comment:
    part = value.get("part")
    return {
        "part": part if isinstance(part, str) else None,
        "cell": str(value.get("cell", "")),
        "text": str(value.get("text", "")),
    }


def _part(part: Any) -> PartScore:
    return {
        "name": part["name"],
        "kind": part["kind"],
        "score": part["score"],
        "max_score": part["max_score"],
    }
