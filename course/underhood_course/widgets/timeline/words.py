"""What the timeline says in words: of one span, and of all spans of a name."""

from __future__ import annotations

import re
from html import escape
from typing import TYPE_CHECKING

from underhood_kernels.units import si

if TYPE_CHECKING:
    from underhood_kernels.profile import Explanation, Recording, Row

INVITATION = "Click a bar, or pick a name, to read what it is."


def of_span(recording: Recording, place: int) -> str:
    """Explain the span at `place`, with what is known of it, as HTML."""
    facts = "".join(f"<li>{escape(sentence)}</li>" for sentence in recording.tell(place))
    return f"{_explained(recording.explain(recording.spans[place].name))}<ul>{facts}</ul>"


def of_name(recording: Recording, row: Row) -> str:
    """Explain a row of the table, with its times, as HTML."""
    calls = "once" if row.calls == 1 else f"{row.calls:,} times"
    fact = (
        f"{row.kind} on the {row.where}, {calls}: {si(row.total_time, 's')} in total, "
        f"{si(row.self_time, 's')} its own, {row.share:.1%} of the {row.where}'s time."
    )
    return f"{_explained(recording.explain(row.name))}<ul><li>{escape(fact)}</li></ul>"


def _explained(explanation: Explanation) -> str:
    parts = [f"<b>{escape(explanation.name)}</b>: {_marked(explanation.what)}"]
    parts += [_marked(part) for part in (explanation.cost, explanation.advice) if part]
    return "".join(f"<p>{part}</p>" for part in parts)


def _marked(text: str) -> str:
    """Return text with its `code` as HTML."""
    return re.sub(r"`([^`]+)`", r"<code>\1</code>", escape(text))
