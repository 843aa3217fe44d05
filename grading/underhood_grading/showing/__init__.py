"""How a student's notebook is shown in formgrader and on feedback pages: all that is in it to see, nothing that runs.

>>> add_to(c)  # in nbgrader_config.py; `configure` and `configure_grading` call it

Both pages are made by nbconvert, formgrader's at the Jupyter server's own origin, where a script could
do all that the teacher can. nbconvert's own `sanitize_html` is no help there, since nbgrader's templates
write Markdown cells past it; nor does it look at outputs' metadata, which its templates put into
attributes. So `step` makes the notebook anew of what is known to be harmless, `filters` cleans what
Markdown becomes, and `cleaning` does both by nh3. `formgrader` is for the server itself.
"""

from __future__ import annotations

from typing import Any

from traitlets.config.loader import LazyConfigValue

from .cleaning import clean
from .step import HarmlessNotebook

__all__ = ["HarmlessNotebook", "add_to", "clean"]

# By name, because formgrader shows its configuration as JSON.
_STEP = f"{HarmlessNotebook.__module__}.{HarmlessNotebook.__name__}"
_FILTERS = {name: f"{__name__}.filters.{name}" for name in ("markdown2html", "highlight_code", "strip_files_prefix")}


def add_to(c: Any) -> None:
    """Make each page that this configuration's nbgrader makes of a notebook harmless."""
    own = c.HTMLExporter
    steps = own.preprocessors if "preprocessors" in own else []
    if isinstance(steps, LazyConfigValue):
        steps = steps.get_value([])
    own.preprocessors = [_STEP, *(step for step in steps if step != _STEP)]
    filters = own.filters if "filters" in own else {}
    if isinstance(filters, LazyConfigValue):
        filters = filters.get_value({})
    own.filters = {**filters, **_FILTERS}
    # Otherwise one field that is wrong, in what a student wrote, stops nbconvert before the first step.
    own.optimistic_validation = True
