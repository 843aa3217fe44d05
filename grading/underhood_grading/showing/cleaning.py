"""HTML that a student made, without all that runs, asks other servers or takes part in the page around it."""

from __future__ import annotations

import re
from base64 import b64encode
from html import escape
from urllib.parse import unquote

import nh3
from pygments.token import STANDARD_TYPES

__all__ = ["MOST_HTML", "PREFIX", "as_text", "clean", "without_links"]

MOST_HTML = 2_000_000
"""Characters of one piece of HTML, pictures in it included; a pandas table of 60 × 20 has 50 thousand."""

PREFIX = "in-notebook-"
"""Before each id that a student gives, for formgrader finds its own input fields by id."""

_MOST_TAGS = 60_000
_DEEPEST = 150  # nested tags; a browser's own parser stops at 512

_TAGS = nh3.ALLOWED_TAGS - {"area", "map", "math", "bdo"} | {"input"}
# What would be left of these without their tags is code, or a text that is shown instead of something.
_WITH_CONTENT = {
    *("script", "style", "template", "noscript", "noembed", "noframes", "iframe", "object", "svg", "math", "title"),
    "textarea",
}
_ATTRIBUTES = {
    "*": {"id", "title", "style", "dir", "lang"},
    "a": {"href"},
    "img": {"src", "alt", "width", "height"},
    "ol": {"start"},
    "col": {"span"},
    "td": {"colspan", "rowspan", "align"},
    "th": {"colspan", "rowspan", "align", "scope"},
    "table": {"border"},
    "details": {"open"},
}
# formgrader's scripts act on classes, `full-credit` for one; these mean nothing to them.
_CLASSES = {
    "a": {"anchor-link"},
    "div": {"highlight"},
    "table": {"dataframe"},
    "li": {"task-list-item"},
    "span": {name for name in STANDARD_TYPES.values() if name},
}
# None that fetches something (cursor, background-image) or moves a box over another (position, margin).
_STYLES = {
    *("color", "background-color", "font-family", "font-style", "font-weight", "font-size", "white-space"),
    *("text-align", "text-decoration", "vertical-align", "width", "max-width", "height", "padding"),
    *("border", "border-collapse", "border-color", "border-style", "border-width"),
    *(f"{box}-{side}" for box in ("border", "padding") for side in ("top", "right", "bottom", "left")),
}

_LINK = re.compile(r"(?:https?://|mailto:)[^\s\\\x00-\x1f]+", re.IGNORECASE)
_PLACE = re.compile(r"#[^\s\\\x00-\x1f]+")
_DATA = re.compile(r"data:image/(?:png|jpe?g|gif|webp|svg\+xml);base64,[A-Za-z0-9+/=\s]*", re.IGNORECASE)
_FILE = re.compile(
    r"(?:[^\s\\/:?#\x00-\x1f][^\\/:?#\x00-\x1f]*/)*[^\s\\/:?#\x00-\x1f][^\\/:?#\x00-\x1f]*", re.IGNORECASE
)
_PICTURE = re.compile(r".+\.(?:png|jpe?g|gif|webp)", re.IGNORECASE)
_SVG = re.compile(r"<svg\b.*?(?:</svg\s*>|\Z)", re.IGNORECASE | re.DOTALL)
_TAG = re.compile(r"<(/?)([a-z][^\s/>]*)", re.IGNORECASE)
_NOT_NESTED = {
    *("area", "base", "br", "col", "dd", "dt", "embed", "hr", "img", "input", "li", "link", "meta", "option", "p"),
    *("param", "source", "td", "th", "tr", "wbr"),
}
_HREF = re.compile(r"\\href(?![A-Za-z])")


def clean(html: str) -> str | None:
    """Return HTML of which nothing runs, or None if it is too much to be shown.

    >>> clean('<b onclick="f()">2</b><script>f()</script> <img src="https://example.org/x.png" alt="x">')
    '<b>2</b> <img alt="x">'

    Links to other sites stay, pictures only if they are in the text itself or a file beside the
    notebook: the server's own addresses do things when they are asked for, and others learn who
    looks. Inline SVG becomes a picture, in which a browser runs no scripts.
    """
    if len(html) > MOST_HTML or not _plain_enough(html):
        return None
    return without_links(_CLEANER.clean(_SVG.sub(_picture, html)))


def as_text(text: str, most: int) -> str:
    """Return HTML that shows a text as it stands, up to `most` characters of it.

    >>> as_text("a < b", 3)
    '<pre>a &lt;</pre><p>… 2 more characters are not shown</p>'
    """
    more = f"<p>… {len(text) - most:,} more characters are not shown</p>" if len(text) > most else ""
    return f"<pre>{escape(text[:most], quote=False)}</pre>{more}"


def without_links(tex: str) -> str:
    r"""Return a text in which MathJax finds no links: they would carry the page's address along.

    >>> without_links(r"$\href{https://example.org}{x}$")
    '$\\text{https://example.org}{x}$'
    """
    return _HREF.sub(r"\\text", tex)


def _attribute(tag: str, name: str, value: str) -> str | None:
    if name == "href":
        if _PLACE.fullmatch(value):
            return f"#{PREFIX}{value[1:].removeprefix(PREFIX)}"
        return value if _LINK.fullmatch(value) else None
    if name == "src":
        return value if tag == "img" and (_DATA.fullmatch(value) or _is_file(value)) else None
    return value


def _is_file(address: str) -> bool:
    """Say whether an address is of a picture beside the notebook. An SVG opened on its own runs its scripts."""
    path = unquote(address)
    return (
        _FILE.fullmatch(path) is not None
        and _PICTURE.fullmatch(path) is not None
        and unquote(path) == path
        and not any(set(part.strip()) <= {"."} for part in path.split("/"))
    )


def _picture(found: re.Match[str]) -> str:
    svg = found[0]
    if "xmlns=" not in svg[: svg.find(">")]:
        svg = f'<svg xmlns="http://www.w3.org/2000/svg"{svg[4:]}'
    return f'<img alt="" src="data:image/svg+xml;base64,{b64encode(svg.encode()).decode()}">'


def _plain_enough(html: str) -> bool:
    """Say whether a parser is through with it soon: its time grows with the square of the depth."""
    if html.count("<") > _MOST_TAGS or html.count("&") > _MOST_TAGS:
        return False
    depth = 0
    for end, name in _TAG.findall(html):
        if name.lower() not in _NOT_NESTED:
            depth = max(0, depth - 1) if end else depth + 1
            if depth > _DEEPEST:
                return False
    return True


_CLEANER = nh3.Cleaner(
    tags=_TAGS,
    clean_content_tags=_WITH_CONTENT,
    attributes=_ATTRIBUTES,
    attribute_filter=_attribute,
    tag_attribute_values={"input": {"checked": {""}}},
    set_tag_attribute_values={"input": {"type": "checkbox", "disabled": ""}},
    url_schemes={"http", "https", "mailto", "data"},
    allowed_classes=_CLASSES,
    filter_style_properties=_STYLES,
    link_rel="noopener noreferrer",
    id_prefix=PREFIX,
)
