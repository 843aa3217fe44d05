"""A comparison as the student sees it: the cells that differ, in `cells` of update.schema.json."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from underhood_course.page import HEADING, cell_text
from underhood_course.student.updating.difference import difference

if TYPE_CHECKING:
    from underhood_course.student.updating.comparing import Comparison, Row


def shown(comparison: Comparison) -> dict[str, Any]:
    """Return `conflicts`, `unchanged`, `added` and `cells`: what is to be looked at, and how much is not."""
    heading = None
    cells = []
    for number, row in enumerate(comparison.rows, start=1):
        cell = row.mine or row.course or {}
        heading = _heading(cell) or heading
        if row.kind not in ("unchanged", "added-by-you"):
            cells.append(_cell(row, number, heading))
    return {
        "conflicts": comparison.conflicts,
        "unchanged": sum(row.kind == "unchanged" for row in comparison.rows),
        "added": sum(row.kind == "added-by-you" and row.own for row in comparison.rows),
        "cells": cells,
    }


def _cell(row: Row, number: int, heading: str | None) -> dict[str, Any]:
    mine, course = (None if side is None else cell_text(side) for side in (row.mine, row.course))
    deleted = row.mine is None and row.base is not None
    # Of a cell that the student deleted: what the course changed of it.
    before = cell_text(row.base or {}) if deleted else mine or ""
    return {
        "key": row.key,
        "number": number,
        "heading": heading,
        "kind": row.kind,
        "cell_type": str((row.mine or row.course or {}).get("cell_type")),
        "conflict": row.conflict,
        "moved": row.moved,
        "in_mine": row.mine is not None,
        "in_course": row.course is not None,
        "choices": list(row.choices),
        "choice": row.default,
        "lines": difference(before, course or ""),
    }


def _heading(cell: dict[str, Any]) -> str | None:
    if cell.get("cell_type") != "markdown":
        return None
    found = HEADING.match(cell_text(cell).partition("\n")[0])
    return found[2] if found else None
