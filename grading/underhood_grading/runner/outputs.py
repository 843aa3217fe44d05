"""A cell's outputs as they come from a process that nobody trusts: checked, bounded, made anew."""

from __future__ import annotations

import math
from typing import TYPE_CHECKING, Any, cast

from .faults import FAULTS

if TYPE_CHECKING:
    from collections.abc import Sequence

__all__ = ["MOST_BYTES", "MOST_OUTPUTS", "Output", "checked"]

Output = dict[str, Any]
"""An output of nbformat 4."""

MOST_OUTPUTS = 200
MOST_BYTES = 4_000_000
"""Text and pictures of a cell together; nbgrader's own limits are a thousand lines of text and none for pictures."""

_MOST_LINES = 100  # of a traceback, as nbgrader
_MOST_DEPTH = 40


def checked(outputs: object) -> list[Output]:
    """Return outputs that a notebook may hold, of anything that came over a channel.

    >>> checked([{"output_type": "stream", "name": "stdout", "text": "a"}, "nonsense"])
    [{'output_type': 'stream', 'name': 'stdout', 'text': 'a'}]

    What is malformed is left out; what is too much is cut off with a word about it.
    """
    found: list[Output] = []
    room = MOST_BYTES
    came: Sequence[object] = outputs if isinstance(outputs, list | tuple) else ()
    for one in came:
        output = _checked(one)
        if output is None:
            continue
        room -= _size(output)
        if room < 0 or len(found) >= MOST_OUTPUTS:
            text = f"… the rest was left out: a cell's outputs are kept up to {MOST_BYTES // 1_000_000} MB\n"
            # An error decides over points, so it is never lost.
            errors = [short for short in map(_checked, came) if short and short["output_type"] == "error"]
            return [*found, {"output_type": "stream", "name": "stderr", "text": text}, *map(_short, errors[:1])]
        found.append(output)
    return found


def _checked(one: object) -> Output | None:
    if not isinstance(one, dict):
        return None
    kind = one.get("output_type")
    if kind == "stream" and one.get("name") in ("stdout", "stderr") and isinstance(one.get("text"), str):
        return {"output_type": "stream", "name": one["name"], "text": _utf8(one["text"])}
    if kind in ("display_data", "execute_result") and isinstance(one.get("data"), dict):
        data = {key: value for key, value in one["data"].items() if isinstance(key, str) and _fits(key, value)}
        output: Output = {"output_type": kind, "data": _plain(data), "metadata": _mapping(one.get("metadata"))}
        if kind == "execute_result":
            output["execution_count"] = None
        return output
    if kind == "error":
        lines = one.get("traceback")
        lines = [_utf8(line) for line in lines if isinstance(line, str)] if isinstance(lines, list | tuple) else []
        if len(lines) > _MOST_LINES:
            half = _MOST_LINES // 2
            lines = [*lines[:half], "…", *lines[-half:]]
        name, value = (_utf8(one[key]) if isinstance(one.get(key), str) else "" for key in ("ename", "evalue"))
        name = f"{name} of the cell's own" if name in FAULTS else name
        return {"output_type": "error", "ename": name or "Error", "evalue": value, "traceback": lines}
    return None


def _fits(kind: str, value: object) -> bool:
    """Say whether a representation has the type that its kind asks for: text, or JSON."""
    return isinstance(value, str) or (kind == "application/json" or kind.endswith("+json"))


def _mapping(value: object) -> dict[str, Any]:
    return cast("dict[str, Any]", _plain(value)) if isinstance(value, dict) else {}


def _plain(value: object, depth: int = 0) -> Any:
    """Return a value as JSON can hold it."""
    if depth > _MOST_DEPTH:
        return None
    if isinstance(value, dict):
        return {_utf8(key): _plain(one, depth + 1) for key, one in value.items() if isinstance(key, str)}
    if isinstance(value, list | tuple):
        return [_plain(one, depth + 1) for one in value]
    if isinstance(value, str):
        return _utf8(value)
    if isinstance(value, float):
        return value if math.isfinite(value) else None
    return value if value is None or isinstance(value, bool | int) else None


def _utf8(text: str) -> str:
    """Return text that can be written to a file: without halves of surrogate pairs."""
    return text.encode("utf-8", "replace").decode()


def _short(error: Output) -> Output:
    return {**error, "evalue": error["evalue"][:10_000], "traceback": [error["evalue"][:10_000]]}


def _size(value: object) -> int:
    if isinstance(value, dict):
        return sum(len(str(key)) + _size(one) for key, one in value.items())
    if isinstance(value, list):
        return sum(map(_size, value)) + len(value)
    return len(value) if isinstance(value, str) else 16
