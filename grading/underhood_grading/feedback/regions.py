"""The regions of a cell that students must not see: hidden tests and marking schemes."""

from __future__ import annotations

from dataclasses import dataclass

__all__ = ["Marks", "hidden_lines", "without_hidden"]


@dataclass(frozen=True)
class Marks:
    """Pairs of texts between which lines are hidden, as nbgrader's configuration has them."""

    pairs: tuple[tuple[str, str], ...] = (
        ("BEGIN HIDDEN TESTS", "END HIDDEN TESTS"),
        ("BEGIN MARK SCHEME", "END MARK SCHEME"),
    )


def hidden_lines(source: str, marks: Marks) -> set[int]:
    """Return the numbers (from 1) of the hidden lines, those with the marks among them.

    >>> hidden_lines(cell.source, Marks())
    {2, 3, 4}

    What is begun and never ended is hidden to the end.
    """
    found: set[int] = set()
    awaited: str | None = None
    for number, line in enumerate(source.split("\n"), start=1):
        if awaited is None:
            awaited = next((end for begin, end in marks.pairs if begin in line), None)
            if awaited is not None:
                found.add(number)
        else:
            found.add(number)
            if awaited in line:
                awaited = None
    return found


def without_hidden(source: str, marks: Marks, *, comment: str = "# … hidden tests") -> str:
    """Return a cell's text with a comment in the place of each hidden region."""
    hidden = hidden_lines(source, marks)
    lines = []
    for number, line in enumerate(source.split("\n"), start=1):
        if number not in hidden:
            lines.append(line)
        elif number - 1 not in hidden:
            lines.append(comment)
    return "\n".join(lines)
