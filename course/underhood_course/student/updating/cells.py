"""What of a cell is its content: running, folding and scrolling change none of it."""

from __future__ import annotations

from typing import Any

from underhood_course.page import cell_text

Cell = dict[str, Any]

# What tools note about how a cell was run or is shown; it stays as the student has it.
VIEW = frozenset({"ExecuteTime", "collapsed", "execution", "jp-MarkdownHeadingCollapsed", "jupyter", "scrolled"})
MISSING = object()


def content(cell: Cell) -> tuple[Any, str, Any]:
    """Return what makes a cell the same one to its reader: its type, its text and its attachments."""
    return cell.get("cell_type"), cell_text(cell), cell.get("attachments") or None


def is_blank(cell: Cell) -> bool:
    """Return whether a cell is empty, as the one that Jupyter adds below the last that is run."""
    return not cell_text(cell).strip() and not cell.get("attachments")


def mapping(value: Any) -> dict[str, Any]:
    """Return `value` if it is an object, otherwise an empty one."""
    return value if isinstance(value, dict) else {}


def merged_metadata(base: Any, own: Any, newer: Any) -> dict[str, Any]:
    """Return metadata key by key: the student's where the student changed it, otherwise the course's."""
    base, own, newer = mapping(base), mapping(own), mapping(newer)
    merged = dict(own)
    for key in {**base, **newer}:
        if key in VIEW or own.get(key, MISSING) != base.get(key, MISSING):
            continue
        if key in newer:
            merged[key] = newer[key]
        else:
            merged.pop(key, None)
    return merged
