"""One notebook out of a comparison and the student's choices."""

from __future__ import annotations

import json
import re
from typing import TYPE_CHECKING, Any
from uuid import uuid4

import nbformat

from underhood_course.page import cell_text
from underhood_course.student.updating.cells import Cell, mapping, merged_metadata
from underhood_course.student.updating.comparing import Choice, Comparison, Row, together

if TYPE_CHECKING:
    from collections.abc import Mapping

CELL_ID = re.compile(r"[a-zA-Z0-9-_]{1,64}")
WITH_IDS = 5  # the minor version of nbformat 4 that gives cells ids
KNOWN_FIELDS = {
    "code": ("id", "cell_type", "metadata", "execution_count", "outputs", "source"),
    "markdown": ("id", "cell_type", "metadata", "attachments", "source"),
    "raw": ("id", "cell_type", "metadata", "attachments", "source"),
}


class ChoiceError(ValueError):
    """A choice that is none of the cell's; the message names the cell."""


class MergeError(ValueError):
    """What comes of merging is no notebook; the message says why."""


def merge(comparison: Comparison, choices: Mapping[str, Choice] | None = None) -> dict[str, Any]:
    """Return the merged notebook, valid for nbformat 4; what `choices`, by row's key, leaves open is as by default.

    Cells that the student added are always there; those that the student changed are unless `course` was chosen for
    them. The cells' order is the student's, with what the course added or moved in its places.
    """
    chosen = _chosen(comparison, choices or {})
    rows = {row.key: row for row in comparison.rows}
    follows = {key for key, row in rows.items() if row.moved and chosen[key] != "mine"}
    own = frozenset(key for key, row in rows.items() if row.kind == "added-by-you")
    order = together(tuple(key for key in comparison.mine_order if key not in follows), comparison.course_order, own)
    cells = [cell for key in order for cell in _cells(rows[key], chosen[key])]
    mine, course = comparison.mine, comparison.course
    metadata = merged_metadata(comparison.base.get("metadata"), mine.get("metadata"), course.get("metadata"))
    if "underhood" in mapping(course.get("metadata")):
        metadata["underhood"] = course["metadata"]["underhood"]  # what the page is, is not the student's to say
    minors = [minor for minor in (mine.get("nbformat_minor"), course.get("nbformat_minor")) if isinstance(minor, int)]
    document = {
        "cells": _with_ids(cells),
        "metadata": metadata,
        "nbformat": 4,
        "nbformat_minor": max([WITH_IDS, *minors]),
    }
    try:
        nbformat.validate(document)
    except nbformat.ValidationError as error:
        message = str(error).strip().splitlines()[0]
        raise MergeError(f"what comes of merging is no valid notebook: {message}") from None
    return document


def _chosen(comparison: Comparison, choices: Mapping[str, Choice]) -> dict[str, Choice]:
    allowed = {row.key: row.choices for row in comparison.rows}
    for key, choice in choices.items():
        if key not in allowed:
            raise ChoiceError(f'there is no cell "{key}" to choose for')
        if choice not in allowed[key]:
            raise ChoiceError(f'"{choice}" is no choice for cell "{key}"; there are {", ".join(allowed[key])}')
    return {row.key: choices.get(row.key, row.default) for row in comparison.rows}


def _cells(row: Row, choice: Choice) -> list[Cell]:
    """Return what becomes of a row: no cell, one, or the course's with the student's below it."""
    if row.mine is None or row.course is None:
        kept = row.course if choice == "course" else row.mine
        return [] if kept is None else [_clean(kept)]
    mine = _clean(row.mine) | {
        "metadata": merged_metadata(
            (row.base or {}).get("metadata"), row.mine.get("metadata"), row.course.get("metadata")
        )
    }
    named = {"id": row.course["id"]} if "id" in row.course else {}  # so that the next version finds its cell again
    if row.kind in ("unchanged", "moved-in-course") or choice == "mine":
        return [mine | named]
    if choice == "course":
        return [_clean(row.course)]
    mine.pop("id", None)
    return [_clean(row.course), mine]


def _clean(cell: Cell) -> Cell:
    """Return a cell with what the format asks for; text is kept even where the file's cell was malformed."""
    kind = cell.get("cell_type")
    if kind not in KNOWN_FIELDS:
        kind = "raw"
    source = cell.get("source", "")
    text = cell_text(cell) or ("" if source in ("", []) else json.dumps(source))
    clean: Cell = {one: cell[one] for one in KNOWN_FIELDS[kind] if one in cell}
    clean |= {"cell_type": kind, "metadata": dict(mapping(cell.get("metadata"))), "source": text}
    if "attachments" in clean and not isinstance(clean["attachments"], dict):
        del clean["attachments"]
    if kind == "code":
        outputs = cell.get("outputs")
        count = cell.get("execution_count")
        clean["outputs"] = outputs if isinstance(outputs, list) else []
        clean["execution_count"] = count if isinstance(count, int) and not isinstance(count, bool) else None
    return clean


def _with_ids(cells: list[Cell]) -> list[Cell]:
    """Give each cell an id of its own; the first of several with one id keeps it."""
    seen: set[str] = set()
    for cell in cells:
        name = cell.get("id")
        if not isinstance(name, str) or not CELL_ID.fullmatch(name) or name in seen:
            cell["id"] = name = uuid4().hex[:8]
        seen.add(name)
    return cells
