"""A recording's table: where the time went, by name."""

from __future__ import annotations

import re
from collections import defaultdict
from dataclasses import dataclass
from html import escape
from typing import TYPE_CHECKING

from underhood_kernels.units import si

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from underhood_kernels.profile.spans import Lane, Span

COLUMNS = ("name", "kind", "where", "calls", "total", "self", "share")
NUMBERS_FROM = COLUMNS.index("calls")
LONGEST = 60  # characters of a kernel's name in a table


@dataclass(frozen=True)
class Row:
    """All spans of one name. Times are in seconds."""

    name: str
    kind: str
    where: str  # "CPU" or "GPU"
    calls: int
    total_time: float  # with what lies within them; a call within one of the same name counts once
    self_time: float  # without what lies within them
    share: float  # of all self time of the CPU's threads, or of the card's streams


@dataclass(frozen=True)
class Table:
    """Rows, those with the most self time first."""

    rows: tuple[Row, ...]

    def __iter__(self) -> Iterator[Row]:
        return iter(self.rows)

    def __len__(self) -> int:
        return len(self.rows)

    def __getitem__(self, name: str) -> Row:
        for row in self.rows:
            if row.name == name:
                return row
        raise KeyError(f"no row {name!r}; there is: {', '.join(row.name for row in self.rows)}")

    def markdown(self) -> str:
        """Return the table in Markdown."""
        cells = [[cell.replace("|", "\\|") for cell in row] for row in self._cells()]
        rows = [COLUMNS, ("-",) * len(COLUMNS), *cells]
        return "\n".join("| " + " | ".join(row) + " |" for row in rows)

    def html(self) -> str:
        """Return the table in HTML."""
        head = "".join(f'<th scope="col">{column}</th>' for column in COLUMNS)
        body = "".join("<tr>" + "".join(f"<td>{escape(cell)}</td>" for cell in row) + "</tr>" for row in self._cells())
        return f"<table><thead><tr>{head}</tr></thead><tbody>{body}</tbody></table>"

    def _repr_html_(self) -> str:
        return self.html()

    def __str__(self) -> str:
        rows = [COLUMNS, *self._cells()]
        widths = [max(len(row[n]) for row in rows) for n in range(len(COLUMNS))]
        return "\n".join(
            "  ".join(
                cell.rjust(width) if n >= NUMBERS_FROM else cell.ljust(width)
                for n, (cell, width) in enumerate(zip(row, widths, strict=True))
            )
            for row in rows
        )

    def _cells(self) -> list[tuple[str, ...]]:
        return [
            (
                short(row.name),
                row.kind,
                row.where,
                f"{row.calls:,}",
                si(row.total_time, "s"),
                si(row.self_time, "s"),
                f"{row.share:.1%}",
            )
            for row in self.rows
        ]


def tabulate(spans: Sequence[Span], lanes: Sequence[Lane]) -> Table:
    """Return the table of `spans`, a row for each name, kind and side."""
    groups: dict[tuple[str, str, bool], list[Span]] = defaultdict(list)
    busy = {True: 0.0, False: 0.0}
    for span in spans:
        device = lanes[span.lane].device
        groups[span.name, span.kind, device].append(span)
        busy[device] += span.self_seconds
    rows = [
        Row(
            name=name,
            kind=kind,
            where="GPU" if device else "CPU",
            calls=len(group),
            total_time=sum(span.seconds for span in group if not _within_its_like(span, spans)),
            self_time=(own := sum(span.self_seconds for span in group)),
            share=own / busy[device] if busy[device] else 0.0,
        )
        for (name, kind, device), group in groups.items()
    ]
    return Table(tuple(sorted(rows, key=lambda row: (-row.self_time, row.name))))


def _within_its_like(span: Span, spans: Sequence[Span]) -> bool:
    around = span.parent
    while around is not None:
        if spans[around].name == span.name:
            return True
        around = spans[around].parent
    return False


def short(name: str) -> str:
    """Return a kernel's C++ name without its types, and not too long; other names as they are.

    >>> short("void at::native::(anonymous namespace)::reduce_kernel<512, 1, Sum<float> >(Sum<float>)")
    'at::native::reduce_kernel'
    """
    cut = name.replace("(anonymous namespace)::", "")
    if cut.startswith("void ") or ("<" in cut[1:] and "(" in cut):
        while (fewer := re.sub(r"<[^<>]*>", "", cut)) != cut:
            cut = fewer
        cut = cut.split("(")[0].removeprefix("void ").strip() or name
    return cut if len(cut) <= LONGEST else f"{cut[: LONGEST - 1]}…"
