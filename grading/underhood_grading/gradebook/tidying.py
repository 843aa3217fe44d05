"""Whatever JSON calls itself a notebook, made one that every step can read."""

from __future__ import annotations

import json
import math
import re
from typing import TYPE_CHECKING, Any

import nbformat
from nbformat import NotebookNode

if TYPE_CHECKING:
    from collections.abc import Mapping

__all__ = ["NotebookError", "tidy"]

_CELL_ID = re.compile(r"[a-zA-Z0-9_-]{1,64}")
_TAG = re.compile(r"[^,]+")
_DEEPEST = 20  # levels of metadata; honest ones have less than ten
_OF_OUTPUTS = {"collapsed", "scrolled"}
_OF_NOTEBOOKS = {"language": str, "language_info": dict}


class NotebookError(Exception):
    """A notebook that can't be read: one sentence that says why."""


def tidy(raw: Mapping[str, Any], file: str) -> tuple[NotebookNode, list[str]]:
    """Return a notebook of format 4.5 without outputs, and what was wrong with it.

    >>> tidy({"nbformat": 4, "nbformat_minor": 2, "metadata": {}, "cells": [7]}, "sums.ipynb")[1]
    ['sums.ipynb had a damaged cell, which was left out']

    Formats 1 to 3 are converted. Raises NotebookError if that fails or there are no cells.
    """
    version = raw.get("nbformat")
    if version in (1, 2, 3):
        raw = _converted(raw, file)
    elif version != 4:
        raise NotebookError(f"{file} is no notebook of format 4")
    if not isinstance(raw.get("cells"), list):
        raise NotebookError(f"{file} has no list of cells")
    ids: set[str] = set()
    cells = []
    damaged = 0
    for index, cell in enumerate(raw["cells"]):
        if isinstance(cell, dict) and cell.get("cell_type") in ("code", "markdown", "raw"):
            cells.append(_cell(cell, index, ids))
        else:
            damaged += 1
    metadata = _plain(raw["metadata"]) if isinstance(raw.get("metadata"), dict) else {}
    for name, kind in _OF_NOTEBOOKS.items():
        if not isinstance(metadata.get(name), kind):
            metadata.pop(name, None)  # nbconvert believes that it is one
    notebook = nbformat.from_dict({"cells": cells, "metadata": metadata, "nbformat": 4, "nbformat_minor": 5})
    said = {0: [], 1: [f"{file} had a damaged cell, which was left out"]}
    return notebook, said.get(damaged, [f"{file} had {damaged} damaged cells, which were left out"])


def _converted(raw: Mapping[str, Any], file: str) -> Any:
    try:
        return nbformat.reads(json.dumps(_plain(dict(raw))), as_version=4)
    except Exception as error:  # the converters believe what they read, and fail in any way
        message = f"{file} has the old notebook format {raw['nbformat']} and can't be converted"
        raise NotebookError(f"{message}; save it in JupyterLab and hand in again") from error


def _cell(raw: Mapping[str, Any], index: int, ids: set[str]) -> dict[str, Any]:
    metadata = _plain(raw["metadata"]) if isinstance(raw.get("metadata"), dict) else {}
    if "tags" in metadata:
        tags = metadata["tags"] if isinstance(metadata["tags"], list) else []
        metadata["tags"] = list(dict.fromkeys(tag for tag in tags if isinstance(tag, str) and _TAG.fullmatch(tag)))
    cell: dict[str, Any] = {
        "id": _cell_id(raw.get("id"), index, ids),
        "cell_type": raw["cell_type"],
        "metadata": metadata,
        "source": _source(raw.get("source")),
    }
    if cell["cell_type"] == "code":
        cell["outputs"] = []
        cell["execution_count"] = None
        for name in _OF_OUTPUTS:
            metadata.pop(name, None)
    elif attachments := _attachments(raw.get("attachments")):
        cell["attachments"] = attachments
    return cell


def _attachments(raw: Any) -> dict[str, dict[str, str]]:
    files = raw.items() if isinstance(raw, dict) else ()
    return {
        _text(name): {_text(kind): _text(data) for kind, data in kinds.items() if isinstance(data, str)}
        for name, kinds in files
        if isinstance(kinds, dict)
    }


def _cell_id(raw: Any, index: int, ids: set[str]) -> str:
    name = raw if isinstance(raw, str) and _CELL_ID.fullmatch(raw) else f"made-{index}"
    while name in ids:
        index += 1
        name = f"made-{index}"
    ids.add(name)
    return name


def _source(raw: Any) -> str:
    if isinstance(raw, list):
        raw = "".join(line for line in raw if isinstance(line, str))
    return _text(raw) if isinstance(raw, str) else ""


def _text(raw: str) -> str:
    """Return a text that can be written: JSON can hold half a surrogate pair, UTF-8 can't."""
    return raw.encode("utf-8", "replace").decode("utf-8")


def _plain(value: Any, depth: int = _DEEPEST) -> Any:
    """Return JSON that every program can read, of bounded depth."""
    if isinstance(value, str):
        return _text(value)
    if isinstance(value, float):
        return value if math.isfinite(value) else None
    if isinstance(value, dict):
        return {_text(str(key)): _plain(one, depth - 1) for key, one in value.items()} if depth else None
    if isinstance(value, list):
        return [_plain(one, depth - 1) for one in value] if depth else None
    return value
