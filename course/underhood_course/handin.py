"""A hand-in's folder, read strictly: its `handin.toml` and the points in its notebooks.

The course's catalog, the teacher's commands and the graders all read a hand-in here, so that
they agree on its parts and on what it is worth.
"""

from __future__ import annotations

import re
import tomllib
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any, Literal, cast

from .graded_cells import HandinError, graded_cells
from .limits import Limits, read_limits
from .policy import Policy, read_policy
from .toml_table import FieldError, Table

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping
    from pathlib import Path

__all__ = [
    "HANDIN_FILE",
    "Handin",
    "HandinError",
    "Limits",
    "Part",
    "PartKind",
    "check_handin",
    "graded_cells",
    "read_handin",
]

PartKind = Literal["required", "invited"]

_NAME = re.compile(r"[a-z0-9]+(-[a-z0-9]+)*")
_SPECIALIZATION = re.compile(r"[a-z][a-z-]*")
_MODULE = re.compile(r"m[0-9]+")
HANDIN_FILE = "handin.toml"
_KINDS = ("required", "invited")


@dataclass(frozen=True)
class Part:
    """What a hand-in asks for, worth the points of its test cells.

    `kind` holds for everybody except the specializations that `specializations` names. `topics` are
    what it shows mastery of; none are the module.
    """

    name: str
    title: str
    kind: PartKind
    specializations: Mapping[str, PartKind]
    points: float
    cells: tuple[str, ...]
    topics: tuple[str, ...] = ()

    def to_dict(self) -> dict[str, Any]:
        """Return the `part` of catalog.schema.json."""
        return {
            "name": self.name,
            "title": self.title,
            "kind": self.kind,
            "specializations": dict(self.specializations),
            "points": self.points,
            "cells": list(self.cells),
        }


@dataclass(frozen=True)
class Handin:
    """One nbgrader assignment of the course, as its folder describes it."""

    name: str
    title: str
    module: str
    notebooks: tuple[str, ...]
    parts: tuple[Part, ...]
    limits: Limits = field(default_factory=Limits)
    policy: Policy = field(default_factory=Policy)

    def part_kind(self, part: Part, specializations: Iterable[str] = ()) -> PartKind:
        """Say whether a part is required or invited for someone with these specializations.

        It is required as soon as one of the specializations makes it so. A specialization that
        the part does not name counts with the part's own `kind`; so does having none.

        >>> part = Part("tile", "Tile", "invited", {"computer-graphics": "required"}, 2, ("test-tile",))
        >>> Handin("blur", "Blur", "m1", ("blur.ipynb",), (part,)).part_kind(part, ["computer-graphics"])
        'required'
        """
        kinds = {part.specializations.get(one, part.kind) for one in specializations} or {part.kind}
        return "required" if "required" in kinds else "invited"

    def points(self, specializations: Iterable[str] = ()) -> float:
        """Return the points of the required parts: the most that the hand-in can score."""
        chosen = tuple(specializations)
        return sum(part.points for part in self.parts if self.part_kind(part, chosen) == "required")

    def to_dict(self) -> dict[str, Any]:
        """Return the `handin` of catalog.schema.json."""
        return {"name": self.name, "points": self.points(), "parts": [part.to_dict() for part in self.parts]}


def read_handin(folder: Path, policy: Policy | None = None) -> Handin:
    """Read a hand-in's folder; its name is the hand-in's name.

    >>> read_handin(Path("course/m1-memory-and-gpus/handins/convolution")).points()
    6.0

    `policy` is the course directory's, which holds where the hand-in's own `[policy]` says nothing.

    Raises HandinError for a missing or malformed file, an unknown field, a value of the wrong
    kind, a notebook or cell that does not exist, and a graded cell that no part claims.
    """
    file = folder / HANDIN_FILE
    if not _NAME.fullmatch(folder.name):
        message = f'the folder\'s name "{folder.name}" is no hand-in name; use a-z, 0-9 and single hyphens'
        raise HandinError(message, file=file)
    return check_handin(folder, Table(_read_toml(file)), policy)


def check_handin(folder: Path, table: Table, policy: Policy | None = None) -> Handin:
    """Read the table of a `handin.toml` against its folder's notebooks. Raises HandinError."""
    file = folder / HANDIN_FILE
    try:
        notebooks = tuple(table.strings("notebooks"))
        points = _points(folder, notebooks, file)
        handin = Handin(
            name=folder.name,
            title=table.text("title"),
            module=table.text("module", _MODULE, "a module's id such as m1"),
            notebooks=notebooks,
            limits=read_limits(table.table("limits")),
            policy=read_policy(table.table("policy"), policy),
            parts=tuple(_part(part, points) for part in table.tables("parts")),
        )
        table.done()
    except FieldError as error:
        raise HandinError(error.message, file=file, field=error.field) from None
    _check_claims(handin, points, file)
    return handin


def _read_toml(file: Path) -> dict[str, Any]:
    try:
        return tomllib.loads(file.read_text(encoding="utf-8"))
    except FileNotFoundError:
        raise HandinError("there is no such file; a hand-in's folder needs one", file=file) from None
    except OSError as error:
        raise HandinError(f"can't be read: {error.strerror}", file=file) from error
    except UnicodeDecodeError:
        raise HandinError("is not UTF-8 text; save it as UTF-8", file=file) from None
    except tomllib.TOMLDecodeError as error:
        raise HandinError(f"is not valid TOML: {error}", file=file) from None


def _points(folder: Path, notebooks: tuple[str, ...], file: Path) -> dict[str, float]:
    here = {path.name for path in folder.glob("*.ipynb")}
    points: dict[str, float] = {}
    for name in notebooks:
        if "/" in name or "\\" in name or not name.endswith(".ipynb"):
            message = f'"{name}" is no notebook beside handin.toml; write its file name'
            raise HandinError(message, file=file, field="notebooks")
        for cell, (worth, number) in graded_cells(folder / name).items():
            if cell in points:
                message = f'id "{cell}" is used in another notebook already; parts name cells by id alone'
                raise HandinError(message, file=folder / name, cell=number, field="nbgrader.grade_id")
            points[cell] = worth
    if more := sorted(here - set(notebooks)):
        message = f'"{more[0]}" lies in the folder and would be released; list it here or remove it'
        raise HandinError(message, file=file, field="notebooks")
    return points


def _part(table: Table, points: dict[str, float]) -> Part:
    cells = tuple(table.strings("cells"))
    for cell in cells:
        if cell not in points:
            known = ", ".join(sorted(points)) or "none"
            table.fail("cells", f'no graded cell has the id "{cell}"; the notebooks have: {known}')
    kinds: dict[str, PartKind] = {}
    if (inner := table.table("specializations")) is not None:
        for name in inner.left():
            if not _SPECIALIZATION.fullmatch(name):
                inner.fail(name, f'"{name}" is no specialization\'s id; use a-z and hyphens')
            kinds[name] = cast("PartKind", inner.choice(name, _KINDS))
    part = Part(
        name=table.text("name", _NAME, "a name of a-z, 0-9 and single hyphens"),
        title=table.text("title"),
        kind=cast("PartKind", table.choice("kind", _KINDS)),
        specializations=kinds,
        points=sum(points[cell] for cell in cells),
        cells=cells,
        topics=tuple(table.strings("topics")) if "topics" in table.left() else (),
    )
    table.done()
    return part


def _check_claims(handin: Handin, points: dict[str, float], file: Path) -> None:
    names: set[str] = set()
    claimed: dict[str, str] = {}
    for number, part in enumerate(handin.parts):
        if part.name in names:
            message = f'"{part.name}" is the name of another part; give each its own'
            raise HandinError(message, file=file, field=f"parts[{number}].name")
        names.add(part.name)
        for cell in part.cells:
            if cell in claimed:
                message = f'cell "{cell}" counts for part "{claimed[cell]}" already; name it once'
                raise HandinError(message, file=file, field=f"parts[{number}].cells")
            claimed[cell] = part.name
    if left := [cell for cell, worth in points.items() if cell not in claimed and worth]:
        message = f'cell "{left[0]}" has points but belongs to no part; add it to a part\'s `cells`'
        raise HandinError(message, file=file, field="parts")
