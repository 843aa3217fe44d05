"""Reading a chrome trace, the JSON that torch's profiler writes and that Perfetto and Chrome show.

Format: Duda and others, Trace Event Format (Google, 2016); what torch puts into it: kineto's `output_json.cpp`.
Complete events ("X") carry a category, which says the kind; flows ("s" and "f") of category ac2g lead from a launch to
its work.
"""

from __future__ import annotations

import gzip
import json
import re
from bisect import bisect_right
from dataclasses import dataclass
from operator import itemgetter
from typing import TYPE_CHECKING, Any

from underhood_kernels.profile import spans as kinds
from underhood_kernels.profile.spans import Arrow, Lane, Span

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

KIND_OF_CATEGORY = {
    "cpu_op": kinds.OPERATION,
    "cuda_runtime": kinds.CALL,
    "cuda_driver": kinds.CALL,
    "kernel": kinds.KERNEL,
    "gpu_memcpy": kinds.COPY,
    "gpu_memset": kinds.COPY,
    "cuda_sync": kinds.WAIT,
    "user_annotation": kinds.NOTE,
    "gpu_user_annotation": kinds.NOTE,
    "python_function": kinds.PYTHON,
    "overhead": kinds.OVERHEAD,
}
ON_THE_CARD = {"kernel", "gpu_memcpy", "gpu_memset", "gpu_user_annotation", "cuda_sync"}
NOT_SHOWN = {"Trace"}  # the profiler's note of how long it recorded
WAITING = re.compile(r"Synchronize")
CLOSE = 1e-9  # seconds: times are written in whole nanoseconds


class TraceFileError(ValueError):
    """The file is no chrome trace; the message says where it stops being one."""


@dataclass(frozen=True)
class Parsed:
    """What a chrome trace holds, in the order of lanes and time."""

    lanes: tuple[Lane, ...]
    spans: tuple[Span, ...]
    arrows: tuple[Arrow, ...]
    devices: tuple[str, ...]  # the names of the cards


def parse(content: bytes, where: str) -> Parsed:
    """Read a chrome trace, gzipped or not; `where` names it in errors."""
    document = _document(content, where)
    events = document if isinstance(document, list) else document.get("traceEvents")
    if not isinstance(events, list):
        raise TraceFileError(f'{where}: JSON, but no chrome trace: it has no list "traceEvents"')
    timed = [_Timed.of(event, n, where) for n, event in enumerate(events) if _complete(event, n, where)]
    first = min((one.start for one in timed), default=0.0)
    names = _lane_names(events)
    places = sorted({one.place for one in timed}, key=lambda place: _rank(place, timed, names))
    lanes: list[Lane] = []
    spans: list[Span] = []
    for number, place in enumerate(places):
        own = [one for one in timed if one.place == place]
        nested = list(_nest(own, number, len(spans), first))
        spans += nested
        device = place[0] == "card"
        lanes.append(Lane(names.get(place[1:], _fallback(place)), device, 1 + max(span.depth for span in nested)))
    properties = document.get("deviceProperties", []) if isinstance(document, dict) else []
    devices = tuple(str(card.get("name", "")) for card in properties if isinstance(card, dict))
    arrows = _arrows(events, spans, {place[1:]: n for n, place in enumerate(places)}, first)
    return Parsed(tuple(lanes), tuple(spans), arrows, devices)


@dataclass(frozen=True)
class _Timed:
    """A complete event, its times in microseconds."""

    name: str
    kind: str
    place: tuple[str, str, str]  # "CPU" or "card", process, thread
    start: float
    duration: float
    arguments: dict[str, Any]

    @classmethod
    def of(cls, event: dict[str, Any], number: int, where: str) -> _Timed:
        try:
            start, duration = float(event["ts"]), float(event.get("dur", 0.0))
            name, category = str(event["name"]), str(event.get("cat", ""))
        except (KeyError, TypeError, ValueError) as error:
            raise TraceFileError(f"{where}: event {number} is no timed event ({error!r}): {str(event)[:120]}") from None
        kind = KIND_OF_CATEGORY.get(category, kinds.OTHER)
        if kind == kinds.CALL and WAITING.search(name):
            kind = kinds.WAIT
        place = ("card" if category in ON_THE_CARD else "CPU", str(event.get("pid", "")), str(event.get("tid", "")))
        arguments = event.get("args")
        return cls(name, kind, place, start, duration, arguments if isinstance(arguments, dict) else {})


def _document(content: bytes, where: str) -> Any:
    try:
        text = gzip.decompress(content) if content[:2] == b"\x1f\x8b" else content
        document = json.loads(text.decode("utf-8", "replace"), strict=False)
    except (OSError, EOFError) as error:
        raise TraceFileError(f"{where}: gzipped, but cut off or damaged: {error}") from None
    except json.JSONDecodeError as error:
        raise TraceFileError(f"{where}: no chrome trace, which is JSON: {error}") from None
    if not isinstance(document, dict | list):
        raise TraceFileError(f"{where}: JSON, but no chrome trace: {str(document)[:60]}")
    return document


def _complete(event: Any, number: int, where: str) -> bool:
    if not isinstance(event, dict):
        raise TraceFileError(f"{where}: event {number} is no JSON object: {str(event)[:120]}")
    return event.get("ph") == "X" and event.get("cat") not in NOT_SHOWN


def _lane_names(events: Iterable[dict[str, Any]]) -> dict[tuple[str, str], str]:
    """Return the names of threads and streams by process and thread; the last one given counts."""
    found = {}
    for event in events:
        if event.get("ph") == "M" and event.get("name") == "thread_name":
            name = str((event.get("args") or {}).get("name", "")).strip()
            found[str(event.get("pid", "")), str(event.get("tid", ""))] = name
    return {
        place: f"GPU {place[0]}, {name}" if name.startswith("stream") else f"CPU {name}"
        for place, name in found.items()
    }


def _fallback(place: tuple[str, str, str]) -> str:
    side, process, thread = place
    return f"GPU {process}, stream {thread}" if side == "card" else f"CPU thread {thread}"


def _rank(place: tuple[str, str, str], timed: Sequence[_Timed], names: dict[tuple[str, str], str]) -> Any:
    """Threads before cards, the busiest thread first, streams by their numbers."""
    side, process, thread = place
    if side == "card":
        return True, *(int(part) if part.isdigit() else -1 for part in (process, thread)), names.get(place[1:], "")
    return False, -sum(one.place == place for one in timed), 0, process + thread


def _nest(own: Sequence[_Timed], lane: int, before: int, first: float) -> Iterable[Span]:
    """Yield the spans of a lane in the order of time, each after the one around it."""
    ordered = sorted(own, key=lambda one: (one.start, -one.duration))
    starts = [(one.start - first) * 1e-6 for one in ordered]
    ends = [start + one.duration * 1e-6 for start, one in zip(starts, ordered, strict=True)]
    within = [0.0] * len(ordered)
    around: list[int] = []
    found = []
    for n, start in enumerate(starts):
        while around and ends[around[-1]] <= start + CLOSE:
            around.pop()
        found.append((len(around), around[-1] if around else None))
        if around:
            within[around[-1]] += max(0.0, min(ends[n], ends[around[-1]]) - start)
        around.append(n)
    for n, (one, (depth, parent)) in enumerate(zip(ordered, found, strict=True)):
        seconds = one.duration * 1e-6
        yield Span(
            name=one.name,
            kind=one.kind,
            lane=lane,
            start=starts[n],
            seconds=seconds,
            self_seconds=max(0.0, seconds - within[n]),
            depth=depth,
            parent=None if parent is None else before + parent,
            arguments=one.arguments,
        )


def _arrows(
    events: Iterable[dict[str, Any]], spans: Sequence[Span], lanes: dict[tuple[str, str], int], first: float
) -> tuple[Arrow, ...]:
    """Return the arrows from launches to their work: by flows, and by correlation where there is no flow."""
    at = _Finder(spans)
    ends: dict[Any, dict[str, int]] = {}
    for event in events:
        if event.get("cat") == "ac2g" and event.get("ph") in {"s", "f"}:
            lane = lanes.get((str(event.get("pid", "")), str(event.get("tid", ""))))
            found = at.find(lane, (float(event.get("ts", 0.0)) - first) * 1e-6)
            if found is not None:
                ends.setdefault(event.get("id"), {})[event["ph"]] = found
    for n, span in enumerate(spans):
        number = span.arguments.get("correlation")
        side = "s" if span.kind in {kinds.CALL, kinds.WAIT} else "f" if span.kind in {kinds.KERNEL, kinds.COPY} else ""
        if side and number:
            ends.setdefault(number, {}).setdefault(side, n)
    pairs = ({"s": -1, "f": -1} | pair for pair in ends.values())
    made = {(pair["s"], pair["f"]) for pair in pairs if min(pair.values()) >= 0}
    good = ((s, f) for s, f in made if spans[f].kind in {kinds.KERNEL, kinds.COPY} and spans[s].kind != spans[f].kind)
    return tuple(Arrow(*pair) for pair in sorted(good, key=itemgetter(1)))


class _Finder:
    """Finds the innermost span of a lane at a time."""

    def __init__(self, spans: Sequence[Span]) -> None:
        self._spans = spans
        self._of: dict[int, list[int]] = {}
        for n, span in enumerate(spans):
            self._of.setdefault(span.lane, []).append(n)
        self._starts = {lane: [spans[n].start for n in own] for lane, own in self._of.items()}

    def find(self, lane: int | None, time: float) -> int | None:
        """Return the span's place, or none if nothing happens there then."""
        if lane is None:
            return None
        place = bisect_right(self._starts[lane], time + CLOSE) - 1
        found: int | None = self._of[lane][place] if place >= 0 else None
        while found is not None and self._spans[found].end < time - CLOSE:
            found = self._spans[found].parent
        return found
