"""The questions of a page: in its metadata, and as plain text in the cell where each stands."""

from __future__ import annotations

from typing import Any

from underhood_course.schema import faults, schema

KINDS = ("choice", "number", "order")


def quiz_faults(quizzes: Any) -> list[tuple[str, str]]:
    """Return what is wrong with a page's `underhood.quizzes`, as field (`[0].options`) and words."""
    if not isinstance(quizzes, list):
        return [("", "is not an array of questions")]
    shapes = schema("quiz")["$defs"]
    found: list[tuple[str, str]] = []
    seen: set[str] = set()
    for number, quiz in enumerate(quizzes):
        place = f"[{number}]"
        kind = quiz.get("kind") if isinstance(quiz, dict) else None
        if kind not in KINDS:
            found.append((f"{place}.kind", f"{kind!r} is none of {', '.join(KINDS)}"))
            continue
        # Against its own kind's shape: that it is none of several would not say what is wrong.
        wrong = [(f"{place}.{field}", words) for field, words in faults(quiz, {**shapes[kind], "$defs": shapes})]
        found += wrong
        if wrong:
            continue
        if quiz["id"] in seen:
            found.append((f"{place}.id", f'"{quiz["id"]}" is another question\'s already'))
        seen.add(quiz["id"])
        if kind == "choice" and sum(option.get("right", False) for option in quiz["options"]) != 1:
            found.append((f"{place}.options", "exactly one of them must be right"))
    return found


def quiz_of(cell: dict[str, Any]) -> str | None:
    """Return the id of the question that stands in a cell, or None."""
    metadata = cell.get("metadata")
    own = metadata.get("underhood") if isinstance(metadata, dict) else None
    quiz = own.get("quiz") if isinstance(own, dict) else None
    return quiz if isinstance(quiz, str) else None


def plain_text(quiz: dict[str, Any]) -> str:
    """Return a question as the Markdown of its cell, for where there is no extension of ours: without the answer."""
    lines = [f"**Question.** {quiz['question']}"]
    if quiz["kind"] == "choice":
        lines += ["", *(f"- {option['text']}" for option in quiz["options"])]
    elif quiz["kind"] == "order":
        lines += ["", *(f"- {item}" for item in shown_order(quiz["items"]))]
    elif unit := quiz.get("unit"):
        lines[0] += f" (in {unit})"
    return "\n".join(lines)


def shown_order(items: list[str]) -> list[str]:
    """Return the items of an ordering question as they are shown: always the same, and never the right order."""
    shown = sorted(items, key=lambda item: item[::-1])  # by their ends: nothing that is in an order by itself
    return shown[::-1] if shown == items else shown
