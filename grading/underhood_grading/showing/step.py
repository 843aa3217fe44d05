"""nbconvert's step before a notebook becomes a page: it is made anew of what is known to be harmless."""

from __future__ import annotations

import math
import re
from html import escape
from typing import TYPE_CHECKING, Any

from nbconvert.filters import strip_ansi
from nbconvert.preprocessors import Preprocessor
from nbformat import from_dict
from nbformat.v4 import new_output

from .cleaning import MOST_HTML, clean, without_links
from .filters import PLAIN, without_pictures

if TYPE_CHECKING:
    from collections.abc import Mapping

    from nbformat import NotebookNode

__all__ = ["MOST_CELLS", "MOST_TEXT", "HarmlessNotebook"]

MOST_CELLS = 500
"""Cells of a page besides those that are graded, which are always there."""

MOST_TEXT = 100_000
"""Characters of one source or output."""

_MOST_OUTPUTS = 200  # of one cell

_GRADE_ID = re.compile(r"[A-Za-z0-9_-]{1,200}")
_LANGUAGE = re.compile(r"[A-Za-z0-9_+#.-]{1,40}")
_BASE64 = re.compile(r"[A-Za-z0-9+/]*={0,2}")
_TAG = re.compile(r"<(?!img\b|hr\b|table\b)[^>]*>")
_PICTURES = ("image/png", "image/jpeg")
_ATTACHED = ("image/png", "image/jpeg", "image/gif", "image/webp", "image/svg+xml")


class HarmlessNotebook(Preprocessor):  # type: ignore[misc]  # nbconvert ships no types
    """Leave of a notebook what a page shows and what cannot run in it."""

    def preprocess(self, nb: NotebookNode, resources: Any) -> tuple[NotebookNode, Any]:
        """Make a notebook harmless. Changes it in place, as nbconvert's steps do."""
        info = nb.metadata.get("language_info")
        info = info if isinstance(info, dict) else {}
        names = {key: info[key] for key in ("name", "pygments_lexer") if _matches(_LANGUAGE, info.get(key))}
        nb.metadata = from_dict({"language_info": names} if names else {})
        room = _Room()
        nb.cells = [_cell(cell, room) for cell in _few(nb.cells)]
        for key in ("student", "first_name", "last_name"):  # formgrader's template writes these as they are
            if isinstance(resources.get(key), str):
                resources[key] = escape(resources[key])
        return nb, resources


class _Room:
    """How much a page still takes, in characters; `rich` of what becomes many small elements of it, such as code."""

    def __init__(self) -> None:
        self.left = {"text": 3_000_000, "pictures": 20_000_000, "rich": 120_000}

    def takes(self, what: str, size: int) -> bool:
        if size > self.left[what]:
            return False
        self.left[what] -= size
        return True


def _few(cells: list[Any]) -> list[Any]:
    kept, others = [], 0
    for cell in cells:
        graded = bool(_mark(cell))
        others += not graded
        if graded or others <= MOST_CELLS:
            kept.append(cell)
    if others > MOST_CELLS:
        kept.append(_text_cell(f"… {others - MOST_CELLS:,} more cells are not shown"))
    return kept


def _cell(cell: Any, room: _Room) -> NotebookNode:
    mark = _mark(cell)
    metadata: dict[str, Any] = {"nbgrader": mark} if mark else {}
    kind, source = cell.cell_type, _joined(cell.get("source"))
    if kind == "code":
        source = _short(source, MOST_TEXT)
        rich = room.takes("rich", len(source))
    else:
        # Raw cells of some kinds are HTML to nbconvert, and written as they are.
        rich = kind == "markdown" and len(source) <= MOST_HTML and room.takes("rich", _size_of_markdown(source))
        source = source if rich and room.takes("pictures", len(source)) else _short(source, MOST_TEXT)
    if not mark and not room.takes("text", min(len(source), MOST_TEXT)):
        source, rich = "… not shown: the page is full", False
    if not rich:
        metadata[PLAIN] = True
    made: dict[str, Any] = {"cell_type": "markdown" if kind == "raw" else kind, "metadata": metadata, "source": source}
    if "id" in cell:
        made["id"] = cell.id
    if kind == "code":
        count = cell.get("execution_count")
        made["execution_count"] = count if isinstance(count, int) else None
        made["outputs"] = _outputs(cell.get("outputs", []), room)
    elif attachments := _attachments(cell.get("attachments"), room):
        made["attachments"] = attachments
    return from_dict(made)


def _mark(cell: Any) -> dict[str, Any]:
    """Return nbgrader's mark of a cell, {} for one that is none: templates write all of it as it is."""
    raw = cell.metadata.get("nbgrader")
    if not isinstance(raw, dict) or not _matches(_GRADE_ID, raw.get("grade_id")):
        return {}
    mark: dict[str, Any] = {"grade_id": raw["grade_id"]}
    mark |= {key: raw.get(key) is True for key in ("grade", "solution", "locked", "task")}
    mark |= {key: raw[key] if _number(raw.get(key)) else 0 for key in ("points", "score")}
    return mark


def _outputs(outputs: Any, room: _Room) -> list[Any]:
    made = [_output(one, room) for one in outputs[:_MOST_OUTPUTS]]
    if len(outputs) > _MOST_OUTPUTS:
        made.append(_note(f"{len(outputs) - _MOST_OUTPUTS:,} more outputs"))
    return made


def _output(output: Any, room: _Room) -> Any:
    kind = output.output_type
    if kind == "stream":
        text = _terminal(_joined(output.get("text")), room)
        return _note("text") if text is None else new_output("stream", name=str(output.get("name")), text=text)
    if kind == "error":
        trace = _terminal("\n".join(map(_joined, output.get("traceback", []))), room)
        name, value = (_short(_joined(output.get(key)), MOST_TEXT // 10) for key in ("ename", "evalue"))
        return new_output("error", ename=name, evalue=value, traceback=[] if trace is None else trace.split("\n"))
    metadata = output.get("metadata")
    metadata = metadata if isinstance(metadata, dict) else {}
    data = {key: shown for key, value in output.data.items() if (shown := _shown(key, value, room)) is not None}
    if not data:
        return _note(f"an output ({', '.join(_short(str(key), 80) for key in list(output.data)[:5])})")
    sizes: dict[str, Any] = _sizes(metadata)
    sizes |= {key: _sizes(metadata[key]) for key in _PICTURES if key in data and isinstance(metadata.get(key), dict)}
    if kind == "execute_result":
        count = output.get("execution_count")
        return new_output(kind, data, metadata=sizes, execution_count=count if isinstance(count, int) else None)
    return new_output(kind, data, metadata=sizes)


def _terminal(text: str, room: _Room) -> str | None:
    """Return a text as a terminal shows it, without colours where these are many."""
    text = _short(text, MOST_TEXT)
    if not room.takes("rich", text.count("\x1b")):
        text = strip_ansi(text)
    return text if room.takes("text", len(text)) else None


def _shown(kind: str, value: Any, room: _Room) -> str | None:
    """Return one representation of an output, or None if that kind is not shown."""
    text = _joined(value)
    if kind == "text/html":
        html = clean(text)
        # Plotly's HTML is a script and an empty box; what stands beside it says more.
        seen = html is not None and _TAG.sub("", html).strip() and room.takes("rich", html.count("<"))
        return html if seen and room.takes("pictures", len(html or "")) else None
    if kind == "text/plain":
        return _terminal(text, room)
    if kind == "text/markdown":
        fits = len(text) <= MOST_HTML and room.takes("rich", _size_of_markdown(text))
        return text if fits and room.takes("pictures", len(text)) else None
    if kind == "text/latex":
        text = without_links(text)
        return text if len(text) <= MOST_TEXT and room.takes("text", len(text)) else None
    if kind in _PICTURES:
        text = "".join(text.split())
        return text if _BASE64.fullmatch(text) and room.takes("pictures", len(text)) else None
    # Shown as a picture, where a browser runs no scripts.
    return text if kind == "image/svg+xml" and room.takes("pictures", len(text)) else None


def _size_of_markdown(text: str) -> int:
    return len(without_pictures(text)) // 2


def _sizes(metadata: Mapping[str, Any]) -> dict[str, Any]:
    """Return the metadata of a picture that the templates write, the sizes without quotes around them."""
    found: dict[str, Any] = {}
    for key in ("width", "height"):
        if _number(metadata.get(key)) and 0 < metadata[key] <= 10_000:
            found[key] = int(metadata[key])
    if isinstance(metadata.get("alt"), str):
        found["alt"] = _short(metadata["alt"], 1000)
    return found


def _attachments(raw: Any, room: _Room) -> dict[str, dict[str, str]]:
    found: dict[str, dict[str, str]] = {}
    for name, kinds in raw.items() if isinstance(raw, dict) else ():
        for kind in _ATTACHED:
            data = "".join(_joined(kinds.get(kind)).split()) if isinstance(kinds, dict) else ""
            if data and _BASE64.fullmatch(data) and room.takes("pictures", len(data)):
                found.setdefault(name, {})[kind] = data
    return found


def _note(what: str) -> Any:
    return new_output("stream", name="stderr", text=f"… not shown here: {what}\n")


def _text_cell(text: str) -> NotebookNode:
    return from_dict({"id": "not-shown", "cell_type": "markdown", "metadata": {}, "source": text})


def _short(text: str, most: int) -> str:
    if len(text) <= most:
        return text
    end = most // 5
    return f"{text[: most - end]}\n… {len(text) - most:,} characters are not shown …\n{text[-end:]}"


def _joined(value: Any) -> str:
    if isinstance(value, list):
        return "".join(one for one in value if isinstance(one, str))
    return value if isinstance(value, str) else ""


def _number(value: Any) -> bool:
    return isinstance(value, int | float) and not isinstance(value, bool) and math.isfinite(value)


def _matches(pattern: re.Pattern[str], value: Any) -> bool:
    return isinstance(value, str) and pattern.fullmatch(value) is not None
