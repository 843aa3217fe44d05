"""The timeline: a lane for each thread and stream, a bar for each span, an arrow for each launch."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import numpy as np

from underhood_kernels.profile import spans as kinds
from underhood_kernels.profile.table import short
from underhood_kernels.units import si

if TYPE_CHECKING:
    from collections.abc import Sequence

    from underhood_kernels.profile.spans import Arrow, Lane, Span

# Okabe and Ito's colours, told apart by most colour-blind eyes; the patterns tell the kinds apart without colour.
LOOKS = {
    kinds.OPERATION: ("#56B4E9", ""),
    kinds.CALL: ("#E69F00", "."),
    kinds.WAIT: ("#D55E00", "x"),
    kinds.KERNEL: ("#009E73", ""),
    kinds.COPY: ("#CC79A7", "/"),
    kinds.NOTE: ("#BBBBBB", ""),
    kinds.PYTHON: ("#F0E442", "-"),
    kinds.OVERHEAD: ("#999999", "\\"),
    kinds.OTHER: ("#999999", "|"),
}
GREY = "#767676"  # readable on white and on black
SCALES = ((1.0, "s"), (1e-3, "ms"), (1e-6, "µs"))
ROW = 22  # pixels
GAP = 0.6  # rows between lanes
MOST_ARROWS = 400  # more hide what they lead to
HOVER = "%{customdata[1]}<br>%{customdata[3]}, its own %{customdata[4]}<br>%{customdata[2]}"


def draw(
    spans: Sequence[Span], lanes: Sequence[Lane], arrows: Sequence[Arrow], devices: Sequence[str], most: int
) -> Any:
    """Return the plotly figure of `Recording.figure`. Each bar's customdata begins with the span's place."""
    import plotly.graph_objects as go  # noqa: PLC0415 - only who draws pays for it

    longest = sorted(range(len(spans)), key=lambda n: -spans[n].seconds)[:most]
    shown = np.sort(np.array(longest, np.int64))
    whole = max((span.end for span in spans), default=0.0)
    scale, unit = next((pair for pair in SCALES if whole >= 2 * pair[0]), SCALES[-1])
    tops = np.concatenate([[0.0], np.cumsum([lane.depth + GAP for lane in lanes])])
    figure = go.Figure()
    for kind, (colour, pattern) in LOOKS.items():
        own = [n for n in shown if spans[n].kind == kind]
        if own:
            bars = _bars(own, spans, lanes, tops, scale)
            marker = {"color": colour, "pattern": _pattern(pattern), "line": {"width": 0.5, "color": "rgba(0,0,0,0.5)"}}
            figure.add_bar(name=kind, marker=marker, hovertemplate=f"{HOVER}<extra>{kind}</extra>", **bars)
    seen = set(shown.tolist())
    _arrows(figure, [a for a in arrows if {a.launch, a.work} <= seen][:MOST_ARROWS], spans, tops, scale)
    left = f" (the {len(shown):,} longest of {len(spans):,} spans)" if len(shown) < len(spans) else ""
    cards = f" · {', '.join(devices)}" if devices else ""
    figure.update_layout(
        title={
            "text": f"{si(whole, 's')}{cards}{left}",
            "font": {"size": 13},
            "y": 1,
            "yanchor": "top",
            "pad": {"t": 8},
        },
        autosize=True,
        barmode="overlay",
        bargap=0,
        hovermode="closest",
        dragmode="pan",
        showlegend=True,  # of one kind too
        paper_bgcolor="rgba(0,0,0,0)",
        plot_bgcolor="rgba(0,0,0,0)",
        font={"color": GREY, "size": 12},
        margin={"l": 10, "r": 10, "t": 85, "b": 45},
        height=int(155 + ROW * max(3.0, float(tops[-1]))),
        legend={"orientation": "h", "y": 1.0, "yanchor": "bottom", "x": 0},
        uniformtext={"minsize": 10, "mode": "hide"},  # names that don't fit their bar are left out
        xaxis={"title": unit, "rangemode": "tozero", "gridcolor": "rgba(128,128,128,0.3)", "zeroline": False},
        yaxis={
            "tickvals": tops[:-1],
            "ticktext": [lane.name for lane in lanes],
            "range": [float(tops[-1]) - GAP, -0.7],  # the first lane on top
            "showgrid": False,
            "zeroline": False,
            "fixedrange": True,  # the wheel zooms time
            "automargin": True,
        },
    )
    return figure


def _bars(own: Sequence[int], spans: Sequence[Span], lanes: Sequence[Lane], tops: Any, scale: float) -> dict[str, Any]:
    """Return where the bars of the spans at the places `own` stand, and what is written in and on them."""
    chosen = [spans[n] for n in own]
    return {
        "orientation": "h",
        "base": np.array([span.start / scale for span in chosen]),
        "x": np.array([span.seconds / scale for span in chosen]),
        "y": np.array([tops[span.lane] + span.depth for span in chosen]),
        "width": 0.9,
        "text": [short(span.name) for span in chosen],
        "textposition": "inside",
        "insidetextanchor": "start",
        "insidetextfont": {"color": "#000000"},
        "constraintext": "inside",
        "textangle": 0,
        "customdata": [
            (int(n), short(span.name), lanes[span.lane].name, si(span.seconds, "s"), si(span.self_seconds, "s"))
            for n, span in zip(own, chosen, strict=True)
        ],
    }


def _pattern(shape: str) -> dict[str, Any]:
    return {"shape": shape, "solidity": 0.25, "size": 6, "fgcolor": "rgba(0,0,0,0.55)", "fillmode": "overlay"}


def _arrows(figure: Any, arrows: Sequence[Arrow], spans: Sequence[Span], tops: Any, scale: float) -> None:
    """Draw lines from the end of a launch to the start of its work, the head at the work."""
    if not arrows:
        return
    x, y = [], []
    for arrow in arrows:
        launch, work = spans[arrow.launch], spans[arrow.work]
        x += [launch.start / scale, work.start / scale, np.nan]
        y += [tops[launch.lane] + launch.depth + 0.45, tops[work.lane] + work.depth - 0.45, np.nan]
    figure.add_scatter(
        name="launch",
        x=np.array(x),
        y=np.array(y),
        mode="lines+markers",
        line={"color": GREY, "width": 1},
        marker={
            "symbol": "triangle-down",
            "size": [0, 7, 0] * len(arrows),
            "color": GREY,
            "opacity": 1,
            "line": {"width": 0},
        },
        hoverinfo="skip",
    )
