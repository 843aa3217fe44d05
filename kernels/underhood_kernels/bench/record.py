"""What a run found as a JSON file: figures that a page can show beside its reader's own."""

from __future__ import annotations

import json
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

from underhood_kernels.atomic import write_atomically
from underhood_kernels.roofline import Ceilings, Point

if TYPE_CHECKING:
    from collections.abc import Sequence

    from underhood_kernels.bench.rows import Row, Table
    from underhood_kernels.machines import Machine

FORMAT = "underhood-bench"
VERSION = 1


@dataclass(frozen=True)
class Record:
    """A run that was written: the machine, its ceilings, and a table for each family as plain data."""

    taken: str  # UTC, ISO 8601
    machine: dict[str, Any]
    ceilings: tuple[dict[str, Any], ...]
    tables: tuple[dict[str, Any], ...]

    @property
    def points(self) -> tuple[Point, ...]:
        """The measured variants' places under the roofs."""
        return tuple(
            Point(
                family=table["family"],
                variant=row["variant"],
                backend=row["backend"],
                where="cpu" if row["device"] == "CPU" else "gpu",
                flops=table["flops"],
                bytes=table["bytes"],
                seconds=row["kernel"]["median"],
            )
            for table in self.tables
            for row in table["variants"]
            if "kernel" in row
        )

    @property
    def roofs(self) -> tuple[Ceilings, ...]:
        """The ceilings as they were measured with the variants."""
        return tuple(Ceilings(**plain) for plain in self.ceilings)

    def seconds(self, family: str, variant: str) -> float | None:
        """Return the kernel's median of a variant in the family's first table that has it; None if there is none."""
        for table in self.tables:
            for row in table["variants"]:
                if (table["family"], row["variant"]) == (family, variant) and "kernel" in row:
                    return float(row["kernel"]["median"])
        return None


def record(tables: Sequence[Table], roofs: Sequence[Ceilings], machine: Machine, taken: str) -> Record:
    """Return what a run found as plain data."""
    return Record(
        taken=taken,
        machine=machine.as_dict(),
        ceilings=tuple(roof.as_dict() for roof in roofs),
        tables=tuple(_table(table) for table in tables),
    )


def save(found: Record, path: str | Path) -> None:
    """Write `found` to a file, whole or not at all; `OSError` if that can't be."""
    plain = {"format": FORMAT, "version": VERSION, **asdict(found)}
    write_atomically(Path(path), (json.dumps(plain, indent=1, ensure_ascii=False) + "\n").encode())


def load(path: str | Path) -> Record:
    """Read what `underhood bench --json` wrote; `ValueError` for anything else, with the file's name."""
    try:
        plain = json.loads(Path(path).read_text("utf-8"))
        if plain["format"] != FORMAT or plain["version"] != VERSION:
            raise ValueError(f"{path}: format {plain['format']} {plain['version']}, expected {FORMAT} {VERSION}")
        return Record(plain["taken"], plain["machine"], tuple(plain["ceilings"]), tuple(plain["tables"]))
    except (KeyError, TypeError, UnicodeDecodeError, json.JSONDecodeError) as error:
        raise ValueError(f"{path} is no file of `underhood bench --json`: {error!r}") from error


def recordings() -> dict[str, Record]:
    """Return the runs on other machines that come with the package, by their names, such as "nvidia-h200-memory"."""
    inside = Path(__file__).parents[1] / "recordings"  # in a wheel
    folder = inside if inside.is_dir() else Path(__file__).parents[2] / "recordings"
    return {file.stem: load(file) for file in sorted(folder.glob("*.json"), key=lambda file: file.stem)}


def _table(table: Table) -> dict[str, Any]:
    return {
        "family": table.family,
        "title": table.title,
        "sizes": dict(table.sizes),
        "shapes": [list(shape) for shape in table.shapes],
        "flops": table.flops,
        "bytes": table.bytes,
        "variants": [_row(row) for row in table.rows],
    }


def _row(row: Row) -> dict[str, Any]:
    if row.measurement is None or row.comparison is None:
        return {"variant": row.variant, "backend": row.backend, "reason": row.reason}
    return {
        **row.measurement.as_dict(),
        "backend": row.backend,
        "right": bool(row.comparison),
        "wrong_on_purpose": row.wrong,
        "message": row.comparison.message,
        "max_error": row.comparison.max_error if row.comparison.max_error == row.comparison.max_error else None,
    }
