"""Markdown and code made HTML by nbconvert as ever, but so that no page shows more than was meant.

nbconvert lets HTML and any link of Markdown through, and writes the language that a notebook names for
itself into a class of its code: formgrader gives full credit for a click on what has that class.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any

from jinja2 import pass_context
from nbconvert.filters.highlight import Highlight2HTML
from nbconvert.filters.markdown_mistune import IPythonRenderer, MarkdownWithMath

from .cleaning import as_text, clean

if TYPE_CHECKING:
    from collections.abc import Mapping

    from jinja2.runtime import Context

__all__ = ["MOST_MARKDOWN", "PLAIN", "highlight_code", "markdown2html", "strip_files_prefix", "without_pictures"]

MOST_MARKDOWN = 50_000
"""Characters of one cell, pictures in it aside; more is shown as it was typed."""

PLAIN = "underhood_plain"
"""The mark, in a cell's metadata, of a text that is shown as it stands."""

_MOST_SHOWN = 100_000
_MOST_STEPS = 5_000_000  # of the patterns below, which look for an end from each beginning

_PICTURE = re.compile(r"data:image/[a-z+]+;base64,[A-Za-z0-9+/=]+")
_BEGINNINGS = ("\\\\[", "\\\\(", "\\begin{", "$", "[", "<", "`", "*", "_")


@pass_context
def markdown2html(context: Context, source: str) -> str:
    """Take the place of nbconvert's filter of that name in its templates, for cells, outputs and comments."""
    cell = context.get("cell", {})
    if cell.get("metadata", {}).get(PLAIN) or not _plain_enough(source):
        return as_text(source, _MOST_SHOWN)
    renderer = _Renderer(escape=False, attachments=cell.get("attachments", {}))
    html = clean(MarkdownWithMath(renderer=renderer).render(source))
    return as_text(source, _MOST_SHOWN) if html is None else html


@pass_context
def highlight_code(context: Context, source: str, metadata: Any = None) -> str:
    """Take the place of nbconvert's filter of that name, with the language as our step left it."""
    if metadata is not None and metadata.get(PLAIN):
        return f'<div class="highlight">{as_text(source, len(source))}</div>'
    info = context["nb"].metadata.get("language_info", {})
    language = info.get("pygments_lexer", info.get("name"))
    return Highlight2HTML(pygments_lexer=language)(source)  # type: ignore[no-any-return]  # as below


def strip_files_prefix(html: str) -> str:
    """Leave clean HTML as it is. nbconvert's edits addresses of 2013, in minutes for a text of many brackets."""
    return html


class _Renderer(IPythonRenderer):  # type: ignore[misc]  # nbconvert ships no types
    attachments: Mapping[str, Mapping[str, str]]

    def image(self, text: str, url: str, title: str | None = None) -> str:
        """Render a picture; one whose attachment is missing stops nbconvert, and there would be no page."""
        if url.startswith("attachment:") and not self.attachments.get(url.removeprefix("attachment:")):
            url = ""
        return super().image(text, url, title)  # type: ignore[no-any-return]  # as above


def without_pictures(source: str) -> str:
    """Return Markdown without the pictures that are in the text itself."""
    return _PICTURE.sub("", source)


def _plain_enough(source: str) -> bool:
    bare = without_pictures(source)
    if len(bare) > MOST_MARKDOWN:
        return False
    beginnings = max(bare.count(one) for one in _BEGINNINGS[:3])
    return len(bare) * beginnings <= _MOST_STEPS and max(map(bare.count, _BEGINNINGS)) <= MOST_MARKDOWN // 5
