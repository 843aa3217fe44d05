"""Hints that a test gives step by step: the first when it failed, one more with each attempt."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Sequence
    from pathlib import Path

__all__ = ["HINTS", "hints_of", "shown_hints"]

HINTS = ("underhood", "hints")
"""Where in a test cell's metadata its hints are: a list of Markdown texts, in the source notebook alone."""


def hints_of(source: Path) -> dict[str, list[str]]:
    """Return the hints in a source notebook by test cell; none if it can't be read.

    >>> hints_of(Path("source/convolution/convolution.ipynb"))
    {'test-naive': ['Which index runs fastest?', 'Compare `x` with the width.']}
    """
    try:
        cells = json.loads(source.read_text(encoding="utf-8"))["cells"]
        found = {_name(cell): _hints(cell) for cell in cells}
    except (OSError, ValueError, KeyError, TypeError, AttributeError):
        return {}
    return {name: hints for name, hints in found.items() if name and hints}


def shown_hints(hints: Sequence[str], attempts: int) -> str:
    """Return the Markdown for someone at their n-th attempt, "" where there are no hints.

    >>> print(shown_hints(["Look at the edges.", "Pad by one."], 2))
    **Hint 1 of 2.** Look at the edges.
    <BLANKLINE>
    **Hint 2 of 2.** Pad by one.
    """
    shown = hints[: max(1, attempts)]
    lines = [f"**Hint {number} of {len(hints)}.** {one}" for number, one in enumerate(shown, start=1)]
    if len(shown) < len(hints):
        lines.append("*One more with your next attempt.*")
    return "\n\n".join(lines)


def _name(cell: dict[str, Any]) -> str:
    return str(cell["metadata"].get("nbgrader", {}).get("grade_id", ""))


def _hints(cell: dict[str, Any]) -> list[str]:
    value: Any = cell["metadata"]
    for key in HINTS:
        value = value.get(key, {}) if isinstance(value, dict) else {}
    return [one for one in value if isinstance(one, str) and one.strip()] if isinstance(value, list) else []
