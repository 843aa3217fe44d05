"""The picture: a bar for each result, in its parts; a model is hatched and says so."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from underhood_kernels.units import PREFIXES, si

if TYPE_CHECKING:
    from collections.abc import Mapping

    from underhood_kernels.energy.reading import Energy

# Okabe and Ito's colours, told apart by most colour-blind eyes.
COLOURS = ("#0072B2", "#E69F00", "#999999", "#F0E442")  # of counters
WORK = {  # of a model, the same in every picture
    "additions": "#56B4E9",
    "multiplications": "#009E73",
    "8 KiB cache": "#F0E442",
    "32 KiB cache": "#E69F00",
    "1 MiB cache": "#CC79A7",
    "DRAM": "#D55E00",
}
GREY = "#767676"  # readable on white and on black


def draw(results: Mapping[str, Energy]) -> Any:
    """Return a plotly figure of one or several results by name: a bar each, in its parts."""
    import plotly.graph_objects as go  # noqa: PLC0415 - only who draws pays for it

    largest = max((abs(one.joules) for one in results.values()), default=0.0)
    power = max((power for power in PREFIXES if 10.0**power <= largest), default=0)
    rows = [f"{name}<br>{one.label}" if name else one.label for name, one in results.items()]
    parts = list(dict.fromkeys(part for one in results.values() for part in one.parts))
    hatched = ["/" if one.kind == "model" else "" for one in results.values()]
    figure = go.Figure()
    for n, part in enumerate(parts):
        joules = [one.parts.get(part, 0.0) for one in results.values()]
        figure.add_bar(
            name=part,
            orientation="h",
            y=rows,
            x=[value / 10.0**power for value in joules],
            customdata=[[si(value, "J"), one.kind] for value, one in zip(joules, results.values(), strict=True)],
            hovertemplate=f"{part}: %{{customdata[0]}} (%{{customdata[1]}})<extra></extra>",
            marker={
                "color": WORK.get(part, COLOURS[n % len(COLOURS)]),
                "pattern": {"shape": hatched, "solidity": 0.25, "fgcolor": "rgba(0,0,0,0.6)", "fillmode": "overlay"},
            },
        )
    kinds = {one.kind: one.source for one in results.values()}
    figure.update_layout(
        title={
            "text": "<br>".join(f"{kind}: {_short(source)}" for kind, source in kinds.items()),
            "font": {"size": 13},
        },
        barmode="stack",
        showlegend=True,
        paper_bgcolor="rgba(0,0,0,0)",
        plot_bgcolor="rgba(0,0,0,0)",
        font={"color": GREY, "size": 12},
        margin={"l": 10, "r": 10, "t": 60 + 20 * len(kinds), "b": 45},
        height=160 + 45 * max(1, len(rows)) + 20 * len(kinds),
        legend={"orientation": "h", "y": 1.0, "yanchor": "bottom", "x": 0, "traceorder": "normal"},
        xaxis={"title": f"{PREFIXES[power]}J", "rangemode": "tozero", "gridcolor": "rgba(128,128,128,0.3)"},
        yaxis={"automargin": True, "autorange": "reversed", "type": "category"},
    )
    return figure


def _short(source: str) -> str:
    return source.partition(" (")[0]
