"""Which cell of one notebook is which of another: by id, else by the same content, else by similar content."""

from __future__ import annotations

from collections import defaultdict, deque
from difflib import SequenceMatcher
from typing import TYPE_CHECKING

from underhood_course.page import cell_text
from underhood_course.student.updating.cells import Cell, content, is_blank

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

SIMILAR = 0.6  # of 1, as difflib counts: two thirds of the text are the same
LONGEST = 4000  # characters compared for similarity; what follows decides little
MOST_PAIRS = 10_000  # beyond it, only ids and the same content count, so that no notebook takes minutes


def align(left: Sequence[Cell], right: Sequence[Cell], *, similar: bool = True) -> dict[int, int]:
    """Return for each place in `left` that has a partner its place in `right`; each cell has one partner at most.

    >>> align([{"id": "a", …}, {"id": "b", …}], [{"id": "b", …}])
    {1: 0}
    """
    pairs = _by_id(left, right)
    _by_content(left, right, pairs)
    if similar:
        _by_similarity(left, right, pairs)
    return pairs


def out_of_order(places: Sequence[int]) -> set[int]:
    """Return the fewest positions whose values must leave for the rest to be increasing: what was moved.

    >>> out_of_order([0, 3, 1, 2])
    {1}
    """
    best: list[int] = []  # positions; the one at n ends the increasing sequence of length n + 1 that ends lowest
    before: list[int | None] = []
    for position, place in enumerate(places):
        low, high = 0, len(best)
        while low < high:
            middle = (low + high) // 2
            if places[best[middle]] < place:
                low = middle + 1
            else:
                high = middle
        before.append(best[low - 1] if low else None)
        best[low : low + 1] = [position]
    kept = set()
    last = best[-1] if best else None
    while last is not None:
        kept.add(last)
        last = before[last]
    return set(range(len(places))) - kept


def _by_id(left: Sequence[Cell], right: Sequence[Cell]) -> dict[int, int]:
    places = _places_of_ids(right)
    return {place: places[name] for name, place in _places_of_ids(left).items() if name in places}


def _places_of_ids(cells: Sequence[Cell]) -> dict[str, int]:
    places: dict[str, int] = {}
    for place, cell in enumerate(cells):
        name = cell.get("id")
        if isinstance(name, str):
            places.setdefault(name, place)  # of several with one id, the first
    return places


def _rest(cells: Sequence[Cell], taken: Iterable[int]) -> list[int]:
    out = set(taken)
    return [place for place in range(len(cells)) if place not in out]


def _by_content(left: Sequence[Cell], right: Sequence[Cell], pairs: dict[int, int]) -> None:
    waiting: dict[str, deque[int]] = defaultdict(deque)
    for place in _rest(right, pairs.values()):
        waiting[repr(content(right[place]))].append(place)
    for place in _rest(left, pairs):
        found = waiting.get(repr(content(left[place])))
        if found:
            pairs[place] = found.popleft()


def _by_similarity(left: Sequence[Cell], right: Sequence[Cell], pairs: dict[int, int]) -> None:
    lonely = [place for place in _rest(left, pairs) if not is_blank(left[place])]
    free = [place for place in _rest(right, pairs.values()) if not is_blank(right[place])]
    if len(lonely) * len(free) > MOST_PAIRS:
        return
    scores = []
    for one in lonely:
        matcher = SequenceMatcher(autojunk=False)
        matcher.set_seq2(cell_text(left[one])[:LONGEST])
        for other in free:
            if left[one].get("cell_type") != right[other].get("cell_type"):
                continue
            matcher.set_seq1(cell_text(right[other])[:LONGEST])
            if matcher.real_quick_ratio() < SIMILAR or matcher.quick_ratio() < SIMILAR:
                continue
            score = matcher.ratio()
            if score >= SIMILAR:
                scores.append((-score, one, other))
    taken: set[int] = set()
    for _, one, other in sorted(scores):  # the most alike first
        if one not in pairs and other not in taken:
            pairs[one] = other
            taken.add(other)
