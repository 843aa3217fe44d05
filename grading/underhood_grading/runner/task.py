"""What is run of a submission, and what comes back: plain data, so that it can travel to any machine."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from underhood_grading.sandbox import Limits

from .roles import modules

if TYPE_CHECKING:
    from collections.abc import Mapping

    from underhood_grading.raced import Raced

    from .outputs import Output
    from .roles import Role

__all__ = ["MESSAGE_BYTES", "Cell", "Done", "Task"]

MESSAGE_BYTES = 1 << 16
"""What a template takes at once; a task itself goes to the judge that was forked for it."""


@dataclass(frozen=True)
class Cell:
    """A code cell of a submission, as it is to be run.

    `name` is its nbgrader id, "" without one. `definitions` is what of a test cell the student's
    process gets to see: its visible imports, functions and classes. With `inside` a test cell runs
    in the student's process as a whole, hidden tests included.
    """

    role: Role
    source: str
    name: str = ""
    definitions: str = ""
    inside: bool = False


@dataclass(frozen=True)
class Task:
    """One notebook of one submission.

    `teachers` are the code cells of the teacher's own notebook in order: id, role and source; empty
    where it is not known. `files` lie beside the notebook in the student's process, `trusted_files`
    beside the tests, by relative path. `cell_seconds` limits each cell, None leaves it to the whole.
    """

    cells: tuple[Cell, ...]
    teachers: tuple[tuple[str, Role, str], ...] = ()
    files: Mapping[str, bytes] = field(default_factory=dict)
    trusted_files: Mapping[str, bytes] = field(default_factory=dict)
    limits: Limits = field(default_factory=Limits)
    cell_seconds: float | None = None

    @property
    def races(self) -> bool:
        """Whether its tests time students' functions against a reference, which needs a process of its own."""
        trusted = (cell.source for cell in self.cells if cell.role != "student")
        return "underhood_grading.speed" in modules(source for source in trusted if "underhood_grading" in source)

    def to_message(self) -> dict[str, Any]:
        """Return the task as plain data for a channel."""
        return {
            "cells": [dict(vars(cell)) for cell in self.cells],
            "teachers": [list(cell) for cell in self.teachers],
            "files": dict(self.files),
            "trusted_files": dict(self.trusted_files),
            "limits": dict(vars(self.limits)),
            "cell_seconds": self.cell_seconds,
        }

    @classmethod
    def from_message(cls, message: Mapping[str, Any]) -> Task:
        """Read what `to_message` gave."""
        return cls(
            cells=tuple(Cell(**cell) for cell in message["cells"]),
            teachers=tuple((name, kind, source) for name, kind, source in message["teachers"]),
            files=message["files"],
            trusted_files=message["trusted_files"],
            limits=Limits(**message["limits"]),
            cell_seconds=message["cell_seconds"],
        )


@dataclass(frozen=True)
class Done:
    """A task that was run: each cell's outputs, None for a cell that was not run.

    `ending` says how the student's process ended, `peak_mb` the most memory that it used; `races` are what
    became of the races of its tests.
    """

    outputs: tuple[list[Output] | None, ...]
    seconds: float
    ending: str = "killed"
    message: str = ""
    peak_mb: float = 0.0
    races: tuple[Raced, ...] = ()
