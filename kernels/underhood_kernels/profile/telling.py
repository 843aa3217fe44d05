"""What is known of one span: how long, within what, launched by whom, waiting for what."""

from __future__ import annotations

from typing import TYPE_CHECKING

from underhood_kernels.profile import spans as kinds
from underhood_kernels.profile.table import short
from underhood_kernels.units import si

if TYPE_CHECKING:
    from collections.abc import Iterable

    from underhood_kernels.profile.chrome import Parsed
    from underhood_kernels.profile.spans import Span


def tell(parsed: Parsed, place: int, whole: float) -> list[str]:
    """Return sentences on the span at `place`; `whole` is the recording's length in seconds."""
    span = parsed.spans[place]
    lane = parsed.lanes[span.lane]
    share = f", {span.seconds / whole:.1%} of the recording" if whole else ""
    said = [f"{span.kind} on {lane.name}: {si(span.seconds, 's')}{share}, from {si(span.start, 's')} on."]
    if span.self_seconds < span.seconds:
        said.append(f"{si(span.self_seconds, 's')} of it is its own, the rest lies within it.")
    around = _around(parsed, span)
    if around:
        said.append(f"Within {' ← '.join(short(one.name) for one in around)}.")
    said += _moved(span) + _threads(span)
    for arrow in parsed.arrows:
        if arrow.work == place:
            said.append(_launched(parsed, parsed.spans[arrow.launch], span))
        elif arrow.launch == place:
            work = parsed.spans[arrow.work]
            later = max(0.0, work.start - span.start)
            said.append(
                f"It launched {short(work.name)} on {parsed.lanes[work.lane].name}, which began {si(later, 's')} "
                f"after this call and took {si(work.seconds, 's')}."
            )
    if span.kind == kinds.WAIT and not lane.device:
        said.append(_meanwhile(parsed, span))
    return said


def _around(parsed: Parsed, span: Span) -> list[Span]:
    found, at = [], span.parent
    while at is not None:
        found.append(parsed.spans[at])
        at = parsed.spans[at].parent
    return found


def _moved(span: Span) -> list[str]:
    count = span.arguments.get("bytes")
    if span.kind != kinds.COPY or not isinstance(count, int | float):
        return []
    speed = f" at {si(count / span.seconds, 'B/s')}" if span.seconds else ""
    return [f"{count:,.0f} bytes{speed}."]


def _threads(span: Span) -> list[str]:
    grid, block = span.arguments.get("grid"), span.arguments.get("block")
    if not isinstance(grid, list) or not isinstance(block, list):
        return []
    blocks, threads = ("×".join(map(str, shape)) for shape in (grid, block))
    occupancy = span.arguments.get("est. achieved occupancy %")
    known = f"; estimated occupancy {occupancy} %" if isinstance(occupancy, int | float) and occupancy else ""
    return [f"{blocks} work groups (blocks) of {threads} threads{known}."]


def _launched(parsed: Parsed, launch: Span, work: Span) -> str:
    by = " in ".join(short(one.name) for one in (launch, *_around(parsed, launch)[:1]))
    later = work.start - launch.end
    when = f"it began {si(later, 's')} after that returned" if later > 0 else "it began before that returned"
    return f"Launched by {by}; {when}."


def _meanwhile(parsed: Parsed, wait: Span) -> str:
    """Say how busy the card was while the CPU waited."""
    working = (span for span in parsed.spans if span.kind in {kinds.KERNEL, kinds.COPY})
    busy = _covered((max(one.start, wait.start), min(one.end, wait.end)) for one in working)
    share = busy / wait.seconds if wait.seconds else 0.0
    return f"Meanwhile the card was busy for {si(busy, 's')}, {share:.0%} of the wait."


def _covered(stretches: Iterable[tuple[float, float]]) -> float:
    """Return the length that stretches of time cover together."""
    total, until = 0.0, float("-inf")
    for start, end in sorted(stretches):
        if end > max(start, until):
            total += end - max(start, until)
            until = end
    return total
