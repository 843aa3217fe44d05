"""The roofline page: figure and tables in one HTML file that needs no network."""

from __future__ import annotations

from functools import cache
from importlib.resources import files
from typing import TYPE_CHECKING, Any

from underhood_kernels.bench import text
from underhood_kernels.roofline import figure

if TYPE_CHECKING:
    from collections.abc import Sequence

    from underhood_kernels.bench.rows import Table
    from underhood_kernels.machines import Machine
    from underhood_kernels.roofline import Ceilings


def page(tables: Sequence[Table], roofs: Sequence[Ceilings], machine: Machine, taken: str) -> str:
    """Return the page's HTML, plotly's script included."""
    drawing = figure([point for table in tables for point in table.points], roofs)
    drawing.update_layout(paper_bgcolor="rgba(0,0,0,0)", plot_bgcolor="rgba(0,0,0,0)", autosize=True)
    return str(
        _template().render(
            taken=taken,
            machine=str(machine).splitlines(),
            roofs=[str(roof) for roof in roofs],
            software=any(roof.software for roof in roofs),
            figure=drawing.to_html(full_html=False, include_plotlyjs=True, div_id="roofline"),
            tables=[
                {
                    "title": text.title(table),
                    "rows": [text.cells_of(row, table, roofs) for row in table.rows if row.measurement],
                    "remarks": list(text.remarks(table)),
                }
                for table in tables
            ],
            headings=text.HEADINGS,
            notes=[*text.NOTES, *([text.SOFTWARE] if any(roof.software for roof in roofs) else [])],
        )
    )


@cache
def _template() -> Any:
    from jinja2 import Environment, StrictUndefined  # noqa: PLC0415 - only who writes a page pays for it

    environment = Environment(autoescape=True, undefined=StrictUndefined, trim_blocks=True, lstrip_blocks=True)
    return environment.from_string(files(__package__).joinpath("page.html.jinja").read_text("utf-8"))
