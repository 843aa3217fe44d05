"""Something wrong in the course's files, with where it is and what to do."""

from __future__ import annotations

from dataclasses import asdict, dataclass
from typing import Any


@dataclass(frozen=True)
class Problem:
    """One fault, as a line: `m1-memory/gpu.ipynb cell 4 tags: "level-5" is no level (1 to 4)`."""

    file: str  # relative to the course's folder
    message: str
    cell: int | None = None  # from 1, as a reader counts
    field: str | None = None

    def __str__(self) -> str:
        where = self.file
        where += f" cell {self.cell}" if self.cell is not None else ""
        where += f" {self.field}" if self.field is not None else ""
        return f"{where}: {self.message}"

    def to_dict(self) -> dict[str, Any]:
        """Return the `problem` of catalog.schema.json."""
        return asdict(self)
