"""The explorer's two figures: the result against the reference, and where the time went."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import numpy as np
import plotly.graph_objects as go

if TYPE_CHECKING:
    from numpy.typing import NDArray
    from underhood_kernels import Measurement

    from underhood_course.widgets.explorer.run import Outcome

SAMPLES = 160  # as many as one can tell apart
BEFORE = 3  # earlier runs that stay, faintly
STEPS = ("compile", "upload", "kernel", "download")
# Okabe and Ito's colours, told apart by most colour-blind eyes; the patterns tell the steps apart without colour.
COLOURS = {"compile": "#999999", "upload": "#E69F00", "kernel": "#0072B2", "download": "#009E73"}
PATTERNS = {"compile": ".", "upload": "/", "kernel": "", "download": "\\"}
GREY = "#767676"  # readable on white and on black, where the page brings no colours of its own

LAYOUT = {
    "paper_bgcolor": "rgba(0,0,0,0)",
    "plot_bgcolor": "rgba(0,0,0,0)",
    "font": {"color": GREY, "size": 12},
    "margin": {"l": 50, "r": 10, "t": 40, "b": 45},
    "height": 300,
    "autosize": True,
    "legend": {"orientation": "h", "y": 1.02, "yanchor": "bottom", "x": 0, "traceorder": "normal"},
}
AXIS = {"gridcolor": "rgba(128,128,128,0.3)", "zerolinecolor": "rgba(128,128,128,0.6)"}


class ResultFigure:
    """The first samples of the result, as points, on the reference, as a line."""

    def __init__(self) -> None:
        self.widget = go.FigureWidget(
            data=[
                go.Scatter(name="reference", mode="lines", line={"color": GREY, "width": 4}),
                go.Scatter(
                    name="result", mode="markers", marker={"color": COLOURS["kernel"], "size": 5, "symbol": "diamond"}
                ),
            ],
            layout={**LAYOUT, "xaxis": {**AXIS, "title": "sample"}, "yaxis": {**AXIS, "title": "value"}},
        )

    def show(self, outcome: Outcome) -> None:
        """Show an outcome's first samples."""
        reference, result = _drawn(outcome.reference), _drawn(outcome.measured.result)
        samples = np.arange(min(SAMPLES, reference.size))
        line, points = self.widget.data
        with self.widget.batch_update():
            line.x, line.y = samples, reference[: samples.size]
            points.x, points.y = samples, result[: samples.size]
            points.name = outcome.measured.variant


def _drawn(array: NDArray[Any]) -> NDArray[Any]:
    """Return an array's elements in a row, of complex ones their magnitudes."""
    return np.ravel(np.abs(array) if np.iscomplexobj(array) else array)


class TimeFigure:
    """A bar a run, in its steps: NumPy, the latest run, and the runs before it, fainter."""

    def __init__(self) -> None:
        self._before: list[tuple[str, Measurement]] = []
        bars = [
            go.Bar(
                name=step,
                orientation="h",
                marker={"color": COLOURS[step], "pattern": {"shape": PATTERNS[step], "solidity": 0.3}},
                hovertemplate=f"%{{y}}<br>{step} %{{x:.3g}} ms<extra></extra>",
            )
            for step in STEPS
        ]
        self.widget = go.FigureWidget(
            data=bars,
            layout={
                **LAYOUT,
                "barmode": "stack",
                "xaxis": {**AXIS, "title": "milliseconds", "rangemode": "tozero"},
                "yaxis": {**AXIS, "automargin": True, "type": "category"},
            },
        )

    def show(self, outcome: Outcome) -> None:
        """Show an outcome's times above those of the runs before it."""
        rows = [("numpy", outcome.numpy)]
        if outcome.request.variant != "numpy":
            rows.append((outcome.request.label, outcome.measured))
        named = {label for label, _ in rows}
        before = [(label, measured) for label, measured in self._before if label not in named][:BEFORE]
        # plotly draws the first row at the bottom.
        everything = [*reversed(before), *reversed(rows)]
        opacity = [0.35] * len(before) + [1.0] * len(rows)
        with self.widget.batch_update():
            for step, bar in zip(STEPS, self.widget.data, strict=True):
                bar.y = [label for label, _ in everything]
                bar.x = np.array([milliseconds(measured)[step] for _, measured in everything])
                bar.marker.opacity = opacity
        self._before = [*reversed(rows[1:]), *before]


def milliseconds(measured: Measurement) -> dict[str, float]:
    """Return the time of each step in milliseconds."""
    return {
        "compile": measured.compile * 1e3,
        "upload": measured.upload.median * 1e3,
        "kernel": measured.kernel.median * 1e3,
        "download": measured.download.median * 1e3,
    }
