"""One entry point of a shader that has several, apart from the others and the buffers that only they use."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any

from underhood_kernels.gpu import wgsl
from underhood_kernels.trace.parser import parse
from underhood_kernels.trace.tree import Name, Shader, inside

if TYPE_CHECKING:
    from collections.abc import Mapping


def only(source: str, entry: str, buffers: Mapping[str, Any]) -> tuple[str, dict[str, Any]]:
    """Return `source` with what `entry` doesn't reach blanked out, lines and columns kept, and the buffers it needs.

    A binding that no entry point uses stays, because it is a mistake that the reader wants to hear of.
    """
    idle = {binding.name for binding in wgsl.unused_bindings(source, entry)}
    entries = wgsl.functions(source)
    if not idle or len(entries) < 2 or entry not in entries:
        return source, dict(buffers)
    shader = parse(source)
    reached = _reached(shader, entry)
    elsewhere = {name for other in shader.functions for name in _names(shader, other)}
    drop = (idle & elsewhere) | (shader.functions.keys() - reached)
    for start, end in (shader.spans[name] for name in drop):
        source = source[:start] + re.sub(r"[^\n]", " ", source[start:end]) + source[end:]
    return source, {name: value for name, value in buffers.items() if name not in drop}


def _reached(shader: Shader, entry: str) -> set[str]:
    reached: set[str] = set()
    waiting = [entry]
    while waiting:
        name = waiting.pop()
        if name not in reached:
            reached.add(name)
            waiting += _names(shader, name) & shader.functions.keys()
    return reached


def _names(shader: Shader, function: str) -> set[str]:
    return {node.name for node in inside(shader.functions[function].body) if isinstance(node, Name)}
