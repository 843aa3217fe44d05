"""The picture: operations per second over operations per byte, both logarithmic, under measured roofs."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import numpy as np

from underhood_kernels.units import si

if TYPE_CHECKING:
    from collections.abc import Sequence

    from underhood_kernels.roofline.places import Point
    from underhood_kernels.roofline.roofs import Ceilings

# Okabe and Ito's colours, which the colour-blind can tell apart; shapes say the same.
ROOFS = {"gpu": "#0072B2", "cpu": "#D55E00"}
# A back end's colour, its symbol as a point and its pattern as a bar.
LOOKS = {
    "numpy": ("#E69F00", "square", "/"),
    "numba": ("#D55E00", "diamond", "x"),
    "torch": ("#CC79A7", "triangle-up", "-"),
    "wgpu": ("#0072B2", "circle", ""),
}
TITLE = "Operations per second under this machine's roofs"
ONLY_MOVES = "Bytes per second of kernels without floating-point operations"


def draw(points: Sequence[Point], roofs: Sequence[Ceilings]) -> Any:
    """Return a plotly figure with a point for each kernel and a roof for each device.

    Kernels that do no floating-point operations have no place on a logarithmic axis: they are bars below, against the
    bandwidth of a copy.
    """
    from plotly.subplots import make_subplots  # noqa: PLC0415 - only who draws pays for it

    counting = [p for p in points if p.flops and p.bytes]
    moving = [p for p in points if not p.flops and p.bytes]
    titles = [*([TITLE] if counting or not moving else []), *([ONLY_MOVES] if moving else [])]
    figure = make_subplots(rows=len(titles), cols=1, subplot_titles=titles, vertical_spacing=0.18)
    if TITLE in titles:
        _roofs(figure, roofs, [p.intensity for p in counting])
        _points(figure, counting)
    if moving:
        _bars(figure, moving, roofs, len(titles))
    legend = {"orientation": "h", "yanchor": "bottom", "y": 1 + 0.1 / len(titles), "x": 0}
    figure.update_layout(height=460 * len(titles) + 60, legend=legend, margin={"t": 110, "r": 20})
    return figure


def _roofs(figure: Any, roofs: Sequence[Ceilings], intensities: Sequence[float]) -> None:
    ends = [*intensities, *(roof.ridge for roof in roofs), 1.0]
    x = np.geomspace(min(ends) / 4, max(ends) * 4, 200)
    for roof in roofs:
        lines = (
            (f"{_name(roof)}: {si(roof.flops, 'FLOP/s')}, {si(roof.bandwidth, 'B/s')}", roof.bandwidth, "solid"),
            (f"{roof.close_name}: {si(roof.close, 'B/s')}", roof.close, "dot"),
        )
        for name, slope, dash in lines:
            figure.add_scatter(
                x=x,
                y=np.minimum(roof.flops, slope * x),
                mode="lines",
                line={"color": ROOFS[roof.where], "dash": dash},
                name=name,
                hovertemplate="%{x:.3g} FLOP/B: %{y:.3s}FLOP/s at most",
                row=1,
                col=1,
            )
    figure.update_xaxes(type="log", title_text="arithmetic intensity (FLOP per byte)", row=1, col=1)
    figure.update_yaxes(type="log", title_text="FLOP/s", exponentformat="SI", row=1, col=1)


def _points(figure: Any, points: Sequence[Point]) -> None:
    fastest = {p.family: p for p in sorted(points, key=lambda p: p.flops_rate)}
    figure.add_scatter(  # each family's name once, above its fastest kernel
        x=[p.intensity for p in fastest.values()],
        y=[p.flops_rate for p in fastest.values()],
        text=list(fastest),
        mode="text",
        textposition="top center",
        hoverinfo="skip",
        showlegend=False,
        row=1,
        col=1,
    )
    for backend, (colour, symbol, _) in LOOKS.items():
        own = [p for p in points if p.backend == backend]
        if not own:
            continue
        figure.add_scatter(
            x=[p.intensity for p in own],
            y=[p.flops_rate for p in own],
            customdata=[[p.family, p.variant, p.seconds * 1e3, p.where.upper()] for p in own],
            mode="markers",
            marker={"size": 11, "symbol": symbol, "color": colour, "line": {"width": 1}},
            name=backend,
            hovertemplate="%{customdata[0]} %{customdata[1]} (%{customdata[3]})<br>%{y:.3s}FLOP/s, "
            "%{customdata[2]:.4g} ms<extra></extra>",
            row=1,
            col=1,
        )


def _bars(figure: Any, points: Sequence[Point], roofs: Sequence[Ceilings], row: int) -> None:
    names = [f"{p.family} {p.variant}" for p in points]
    colours, _, patterns = zip(*(LOOKS[p.backend] for p in points), strict=True)
    figure.add_bar(
        x=names,
        y=[p.bandwidth for p in points],
        marker={"color": colours, "pattern": {"shape": patterns}},
        hovertemplate="%{x}: %{y:.3s}B/s<extra></extra>",
        showlegend=False,
        row=row,
        col=1,
    )
    for roof in roofs:
        figure.add_scatter(
            x=[names[0], names[-1]],
            y=[roof.bandwidth] * 2,
            mode="lines+markers",
            line={"color": ROOFS[roof.where], "dash": "dash"},
            name=f"{_name(roof)}: copy",
            hovertemplate="a copy: %{y:.3s}B/s<extra></extra>",
            row=row,
            col=1,
        )
    figure.update_yaxes(title_text="B/s", exponentformat="SI", rangemode="tozero", row=row, col=1)


def _name(roof: Ceilings) -> str:
    return "CPU" if roof.where == "cpu" else roof.device
