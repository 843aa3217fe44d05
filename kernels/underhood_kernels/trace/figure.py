"""The picture: every access as a point at its thread, its step and its address."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import numpy as np

if TYPE_CHECKING:
    from underhood_kernels.trace.run import Traces

SYMBOLS = {"load": "circle", "store": "diamond", "atomic": "cross"}
# Okabe and Ito's colours, which the colour-blind can tell apart.
COLOURS = ("#0072B2", "#D55E00", "#009E73", "#CC79A7", "#E69F00", "#56B4E9", "#F0E442", "#000000")
CAMERA = {"x": 1.5, "y": 1.5, "z": 0.8}  # everything in sight


def draw(traces: Traces, buffer: str | None, most: int) -> Any:
    """Return the plotly figure of `Report.figure`."""
    import plotly.graph_objects as go  # noqa: PLC0415 - only who draws pays for it

    log, sites = traces.log, traces.traced.sites
    wanted = [n for n, site in enumerate(sites) if buffer in (None, site.variable)]
    rows = np.flatnonzero(np.isin(log.site, wanted) & (log.level == 0))
    shown = rows[:most]  # the log is sorted by thread
    figure = go.Figure()
    names = list(traces.traced.variables)
    for number, name in enumerate(names):
        for kind, symbol in SYMBOLS.items():
            own = [n for n in wanted if (sites[n].variable, sites[n].kind) == (name, kind)]
            chosen = shown[np.isin(log.site[shown], own)]
            if not len(chosen):
                continue
            lines = np.array([site.place.line for site in sites])[log.site[chosen]]
            figure.add_scatter3d(
                x=log.thread[chosen],
                y=log.step[chosen],
                z=log.place[chosen],
                customdata=lines,
                mode="markers",
                marker={"size": 3, "symbol": symbol, "color": COLOURS[number % len(COLOURS)]},
                name=f"{name}: {kind}s",
                hovertemplate="thread %{x}, step %{y}, byte %{z}, line %{customdata}",
            )
    left = f" (the first {len(shown):,} of {len(rows):,} accesses)" if len(shown) < len(rows) else ""
    figure.update_layout(
        title=f"Memory accesses by thread, step and address{left}",
        legend={"itemsizing": "constant"},
        scene={
            "xaxis_title": "thread",
            "yaxis_title": "step",
            "zaxis_title": "byte in the buffer",
            "camera": {"eye": CAMERA},
        },
        margin={"l": 0, "r": 0, "b": 0},
    )
    return figure
