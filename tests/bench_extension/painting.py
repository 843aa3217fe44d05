"""How long the page's main thread works, from Chromium's own trace: for a key until it is painted, between marks."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Callable

CATEGORIES = ["devtools.timeline", "disabled-by-default-devtools.timeline"]
MARKS = ["blink.user_timing"]
LAST = 500  # milliseconds until what the last key changed is painted

Event = dict[str, Any]


def take(browser: Any, page: Any, act: Callable[[], None]) -> dict[str, list[float]]:
    """Return for each key pressed in `act` the milliseconds of `work`, of `processor`, and of the `whole` time.

    A key's time begins with its first event and ends when the frame with its changes is handed to the compositor
    (Chromium's `Commit`). Work leaves out what the main thread waited meanwhile, processor also what it did not run
    because the processor was given to others, to another virtual machine say. What the page puts off until after
    that frame is not part of it, nor what the compositor draws.
    """
    browser.start_tracing(page=page, categories=CATEGORIES)
    act()
    page.wait_for_timeout(LAST)
    events = json.loads(browser.stop_tracing())["traceEvents"]
    return _times([event for event in events if event["ph"] == "X"])


def between(trace: bytes, begin: str, end: str) -> float:
    """Return the milliseconds that a page's main thread had a processor between two of its marks."""
    events = [event for event in json.loads(trace)["traceEvents"] if event["name"] in (begin, end)]
    last = next(event for event in events if event["name"] == end)
    first = [event for event in events if event["name"] == begin and _place(event) == _place(last)][-1]
    return (last["tts"] - first["tts"]) / 1e3


def _times(events: list[Event]) -> dict[str, list[float]]:
    keys = [event for event in events if _is_key(event)]
    if not keys:
        raise RuntimeError("the trace holds no key")
    thread = [event for event in events if _place(event) == _place(keys[0])]
    tasks = sorted((event for event in thread if event["name"] == "RunTask"), key=lambda event: event["ts"])
    commits = sorted((event for event in thread if event["name"] == "Commit"), key=lambda event: event["ts"])
    times: dict[str, list[float]] = {"work": [], "processor": [], "whole": []}
    for key in keys:
        begin = key["ts"]
        commit = next((one for one in commits if one["ts"] > begin), None)
        if commit is None:
            raise RuntimeError("nothing was painted after the last key")
        end = _end(commit)
        busy = sum(max(0, min(_end(task), end) - max(task["ts"], begin)) for task in tasks)
        times["work"].append(busy / 1e3)
        times["processor"].append((commit["tts"] + commit.get("tdur", 0) - key["tts"]) / 1e3)
        times["whole"].append((end - begin) / 1e3)
    return times


def _is_key(event: Event) -> bool:
    return event["name"] == "EventDispatch" and event["args"]["data"].get("type") == "keydown"


def _place(event: Event) -> tuple[int, int]:
    return event["pid"], event["tid"]


def _end(event: Event) -> float:
    return event["ts"] + event.get("dur", 0)
