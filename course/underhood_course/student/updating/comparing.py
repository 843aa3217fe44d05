"""Each cell's fate between the page as handed out, the student's copy and the course's newer version."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any, Literal

from underhood_course.student.updating.aligning import align, out_of_order
from underhood_course.student.updating.cells import Cell, content, is_blank, merged_metadata

Kind = Literal[
    "unchanged",
    "moved-in-course",
    "new-in-course",
    "changed-in-course",
    "deleted-in-course",
    "changed-by-you",
    "changed-by-both",
    "deleted-by-you",
    "added-by-you",
]
Choice = Literal["course", "mine", "both"]

# What the student had no hand in; the other kinds are the student's work.
OF_THE_COURSE = ("unchanged", "moved-in-course", "new-in-course", "changed-in-course")


@dataclass(frozen=True)
class Row:
    """One cell in up to three notebooks, and what may be done with it."""

    key: str  # "b4": the fifth cell of the page as handed out; "m…" and "c…" for cells only one side has
    kind: Kind
    base: Cell | None
    mine: Cell | None
    course: Cell | None
    conflict: bool = False
    moved: bool = False  # by the course alone: its place follows the choice too

    @property
    def choices(self) -> tuple[Choice, ...]:
        """What the student may choose; a single one where there is nothing to decide."""
        if self.kind == "added-by-you":
            return ("mine",)
        if self.kind == "unchanged":
            return ("course",)
        if self.kind in ("changed-in-course", "changed-by-you", "changed-by-both"):
            return ("course", "mine", "both")
        return ("course", "mine")

    @property
    def default(self) -> Choice:
        """What is done unless the student says otherwise: nothing of the student's is left out."""
        if self.kind == "changed-by-both":
            # Code of the student's stays what runs; of two texts, both can be read.
            return "mine" if self.mine and self.mine.get("cell_type") == "code" else "both"
        if self.conflict or self.kind in ("changed-by-you", "deleted-by-you", "added-by-you"):
            return "mine"
        return "course"

    @property
    def own(self) -> bool:
        """Whether the student had a hand in it; an empty cell that running added is no such thing."""
        if self.kind == "added-by-you":
            return self.mine is not None and not is_blank(self.mine)
        return self.conflict or self.kind in ("changed-by-you", "changed-by-both", "deleted-by-you")


@dataclass(frozen=True)
class Comparison:
    """All rows, in the order in which they are shown, and the three notebooks."""

    rows: tuple[Row, ...]
    base: dict[str, Any]
    mine: dict[str, Any]
    course: dict[str, Any]
    mine_order: tuple[str, ...]  # keys
    course_order: tuple[str, ...]
    mine_moved: bool

    @property
    def untouched(self) -> bool:
        """Whether the student changed nothing, or only ran the page."""
        return not self.mine_moved and not any(row.own for row in self.rows)

    @property
    def conflicts(self) -> int:
        """How many cells the student and the course both changed."""
        return sum(row.conflict for row in self.rows)

    @property
    def news(self) -> bool:
        """Whether the course has anything that the student's copy lacks."""
        return any(
            row.course is not None and row.mine is not None and _differs_quietly(row)
            if row.kind == "unchanged"
            else row.moved or row.conflict or row.kind in ("new-in-course", "changed-in-course", "deleted-in-course")
            for row in self.rows
        )


def compare(base: dict[str, Any] | None, mine: dict[str, Any], course: dict[str, Any]) -> Comparison:
    """Compare three notebooks; without `base`, what differs between the other two counts as changed by both."""
    base = base or {"cells": [], "metadata": {}}
    b, m, c = base["cells"], mine["cells"], course["cells"]
    to_mine, to_course = align(b, m), align(b, c)
    keys_mine = {place: f"b{one}" for one, place in to_mine.items()}
    keys_course = {place: f"b{one}" for one, place in to_course.items()}
    lonely_mine = [place for place in range(len(m)) if place not in keys_mine]
    lonely_course = [place for place in range(len(c)) if place not in keys_course]
    # Taken over by hand, or already merged when the server was killed: the same cell on both sides.
    same = align([m[place] for place in lonely_mine], [c[place] for place in lonely_course], similar=not b)
    for one, other in same.items():
        keys_mine[lonely_mine[one]] = keys_course[lonely_course[other]] = f"m{lonely_mine[one]}"
    for place in lonely_mine:
        keys_mine.setdefault(place, f"m{place}")
    for place in lonely_course:
        keys_course.setdefault(place, f"c{place}")

    in_mine = {key: place for place, key in keys_mine.items()}
    in_course = {key: place for place, key in keys_course.items()}
    moved_by_me = _moved(to_mine)
    moved_by_course = {f"b{one}" for one in _moved(to_course)} - {f"b{one}" for one in moved_by_me}
    rows = {}
    for key in dict.fromkeys([*(f"b{one}" for one in range(len(b))), *in_mine, *in_course]):
        handed_out = b[int(key[1:])] if key[0] == "b" else None
        own = m[in_mine[key]] if key in in_mine else None
        newer = c[in_course[key]] if key in in_course else None
        if own is not None or newer is not None:
            moved = key in moved_by_course and own is not None and newer is not None
            rows[key] = _row(key, handed_out, own, newer, moved=moved)
    mine_order = tuple(keys_mine[place] for place in range(len(m)))
    course_order = tuple(keys_course[place] for place in range(len(c)))
    shown = together(mine_order, course_order)
    return Comparison(
        tuple(rows[key] for key in shown), base, mine, course, mine_order, course_order, bool(moved_by_me)
    )


def together(first: tuple[str, ...], second: tuple[str, ...], own: frozenset[str] = frozenset()) -> list[str]:
    """Return `first` with what only `second` has put behind its predecessor there, and behind that one's `own` cells.

    >>> together(("a", "note", "c"), ("a", "b", "c"), frozenset({"note"}))
    ['a', 'note', 'b', 'c']
    """
    order = list(first)
    present = set(order)
    place = 0
    for key in second:
        if key in present:
            place = order.index(key) + 1
            continue
        while 0 < place < len(order) and order[place] in own:
            place += 1
        order.insert(place, key)
        present.add(key)
        place += 1
    return order


def _moved(pairs: dict[int, int]) -> set[int]:
    """Return which of the left cells stand elsewhere among their fellows on the right."""
    left = sorted(pairs)
    return {left[position] for position in out_of_order([pairs[one] for one in left])}


def _row(key: str, base: Cell | None, mine: Cell | None, course: Cell | None, *, moved: bool) -> Row:
    kind: Kind
    conflict = False
    if mine is None:
        kind = "new-in-course" if base is None else "deleted-by-you"
        conflict = base is not None and course is not None and content(course) != content(base)
    elif course is None:
        kind = "added-by-you" if base is None else "deleted-in-course"
        conflict = base is not None and content(mine) != content(base)
    elif content(mine) == content(course):
        kind = "moved-in-course" if moved else "unchanged"
    elif base is None or content(base) not in (content(mine), content(course)):
        kind, conflict = "changed-by-both", True
    else:
        kind = "changed-in-course" if content(mine) == content(base) else "changed-by-you"
    return Row(key, kind, base, mine, course, conflict, moved)


def _differs_quietly(row: Row) -> bool:
    """Return whether the course changed a cell's metadata, such as its level, which is taken over unasked."""
    base, mine, course = row.base or {}, row.mine or {}, row.course or {}
    own = mine.get("metadata") or {}
    return merged_metadata(base.get("metadata"), own, course.get("metadata")) != own
