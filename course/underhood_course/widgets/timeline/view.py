"""The timeline as one sees it: the figure, a list of names beside the mouse's clicks, words, and the table."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import ipywidgets as widgets
import plotly.graph_objects as go
from underhood_kernels.profile import Recording, profile, short

from underhood_course.widgets.timeline.words import INVITATION, of_name, of_span

if TYPE_CHECKING:
    from collections.abc import Callable

# JupyterLab's colours where the page is in JupyterLab, the figure's own grey elsewhere. Names on bars stay black.
STYLE = """<style>
.uh-timeline .xtick text, .uh-timeline .ytick text, .uh-timeline .legendtext, .uh-timeline .gtitle,
.uh-timeline .xtitle { fill: var(--jp-ui-font-color1, #767676) !important; }
.uh-timeline-figure > * { flex: 1 1 auto; min-width: 0; }
.uh-timeline .js-plotly-plot { width: 100%; }
.uh-timeline p { margin: 0 0 6px; line-height: 1.4; }
.uh-timeline ul { margin: 0 0 6px; padding-left: 20px; line-height: 1.4; }
.uh-timeline .widget-html-content { white-space: normal; }
</style>"""


class Timeline(widgets.VBox):  # type: ignore[misc] # ipywidgets ships no types
    """A recording to be clicked at: see `timeline`."""

    def __init__(self, recording: Recording, most: int) -> None:
        self.recording = recording
        self._rows = list(recording.table())
        self.figure = go.FigureWidget(recording.figure(most))
        self.figure._config = {"displaylogo": False, "responsive": True, "scrollZoom": True}  # noqa: SLF001 - plotly's only way to configure a widget
        # plotly draws before the page has given it a width, and looks again when its size is said to be automatic.
        self.figure.layout.autosize = None
        self.figure.observe(self._drawn, "_js2py_traceDeltas")
        for trace in self.figure.data:
            if trace.type == "bar":
                trace.on_click(self._clicked)
        names = [(f"{short(row.name)} ({row.where})", n) for n, row in enumerate(self._rows)]
        self._names = widgets.Dropdown(
            description="explain",
            options=[("…", -1), *names],
            value=-1,
            layout=widgets.Layout(width="min(100%, 460px)"),
        )
        self._names.observe(self._picked, "value")
        self._words = widgets.HTML()
        self._say(f"<p>{INVITATION}</p>" if self._rows else "<p>Nothing was recorded.</p>")
        table = widgets.Accordion([widgets.HTML(recording.table().html())], selected_index=None)
        table.set_title(0, "table")
        box = widgets.Box([self.figure], layout=widgets.Layout(width="100%", overflow="hidden"))
        box.add_class("uh-timeline-figure")
        super().__init__([widgets.HTML(STYLE), box, self._names, self._words, table])
        self.add_class("uh-timeline")

    def explain(self, place: int) -> None:
        """Explain the span at `place` of the recording's `spans`, as a click does."""
        self._say(of_span(self.recording, place))

    def _drawn(self, _change: Any) -> None:
        if self.figure.layout.autosize is None:
            self.figure.layout.autosize = True

    def _clicked(self, bar: Any, points: Any, _state: Any) -> None:
        if points.point_inds:
            self._names.value = -1  # what is explained is one span, and none of the list's names
            self.explain(int(bar.customdata[points.point_inds[0]][0]))

    def _picked(self, change: dict[str, Any]) -> None:
        if change["new"] >= 0:
            self._say(of_name(self.recording, self._rows[change["new"]]))

    def _say(self, html: str) -> None:
        self._words.value = f'<div role="status">{html}</div>'


def timeline(recording: Recording | Callable[..., object], *arguments: object, most: int = 2000) -> Timeline:
    """Return a recording's timeline as a widget; a function is recorded first, called with `arguments`.

    Above `most` spans the longest are shown. A recording that isn't complete raises `RuntimeError`.
    """
    if not isinstance(recording, Recording):
        recording = profile(recording, *arguments)
    elif arguments:
        raise TypeError("a recording is shown as it is: arguments are for a function")
    return Timeline(recording, most)
