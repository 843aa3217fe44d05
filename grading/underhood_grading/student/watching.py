"""Noticing by itself what changes in the exchange and in a student's hand-ins, where the system can say so."""

from __future__ import annotations

import atexit
import threading
from pathlib import Path
from typing import TYPE_CHECKING

from .mounts import is_remote

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable

    from .listing import Listing

__all__ = ["Watch", "places"]

_STEP = 250  # milliseconds between two looks at what the system reported
_TOGETHER = 800  # milliseconds for which changes are taken as one
_LOOK = (
    5000  # milliseconds between two looks at a folder on another machine: few entries, but each asks over the network
)


def places(workspace: Path, listing: Listing, handins: Iterable[str]) -> tuple[Path, ...]:
    """Return the folders to watch, as far as they are there: releases, the student's folder, each hand-in in it."""
    wanted = [workspace, *(workspace / name for name in handins)]
    if listing.course is not None:
        wanted.append(listing.course / "outbound")
    return tuple(one for one in wanted if one.is_dir())


class Watch:
    """Watches folders, not what lies below them, in threads of its own.

    Of a folder on another machine the system tells nothing that happens there: it is looked at every five seconds.

    >>> watch = Watch(lambda: loop.call_soon_threadsafe(tell))
    >>> watch.arm([Path("~/underhood")])
    >>> watch.problem

    `problem` says in one sentence why changes are not noticed; None if they are. `matters` says of a file's name
    whether its change does; without it, what may concern hand-ins.
    """

    def __init__(self, on_change: Callable[[], None], matters: Callable[[str], bool] | None = None) -> None:
        self.problem: str | None = None
        self._on_change = on_change
        self._matters = _concerns_handins if matters is None else matters
        self._places: frozenset[tuple[Path, int]] = frozenset()
        self._stop = threading.Event()
        self._threads: list[threading.Thread] = []
        atexit.register(self.stop)

    def arm(self, folders: Iterable[Path]) -> None:
        """Watch these folders from now on, instead of those before; one that was made anew is watched anew."""
        wanted = frozenset(found for one in folders if (found := _identity(one)) is not None)
        if wanted == self._places and (self.problem or any(one.is_alive() for one in self._threads)):
            return
        self._stop.set()
        self._places, self._stop, self.problem = wanted, threading.Event(), None
        self._threads = [one for one in self._threads if one.is_alive()]
        by_looking: dict[bool, list[Path]] = {}
        for path in sorted(path for path, _ in wanted):
            by_looking.setdefault(is_remote(path), []).append(path)
        for looking, alike in by_looking.items():
            arguments = (alike, self._stop, looking)
            thread = threading.Thread(target=self._run, args=arguments, name="underhood-watch", daemon=True)
            self._threads.append(thread)
            thread.start()

    def stop(self) -> None:
        """Watch nothing any more."""
        self._stop.set()
        atexit.unregister(self.stop)
        for thread in self._threads:
            thread.join(5)  # none must be inside the library any more when the interpreter ends

    def _run(self, folders: list[Path], stop: threading.Event, looking: bool) -> None:
        try:
            from watchfiles import watch  # noqa: PLC0415 - where it has no build for a system, the rest works

            for _ in watch(
                *folders,
                watch_filter=lambda _, path: self._matters(Path(path).name),
                recursive=False,
                step=_STEP,
                debounce=_TOGETHER,
                stop_event=stop,
                force_polling=looking or None,  # None: as the environment and the system have it
                poll_delay_ms=_LOOK,
                rust_timeout=1000,
                raise_interrupt=False,
                ignore_permission_denied=True,
            ):
                self._on_change()
        except Exception as error:  # noqa: BLE001 - whatever it is, only noticing by itself is lost
            if not stop.is_set():
                self.problem = f"Changes are not noticed by themselves here ({_reason(error)}); use Refresh."
                self._on_change()


def _concerns_handins(name: str) -> bool:
    """Say whether a change may concern hand-ins: folders, notebooks, the teacher's sign of something new."""
    return name == ".changed" or not (name.startswith((".", "~")) or name.endswith((".tmp", ".log")))


def _identity(folder: Path) -> tuple[Path, int] | None:
    try:
        return folder, folder.stat().st_ino
    except OSError:
        return None


def _reason(error: Exception) -> str:
    text = str(error) or type(error).__name__
    return text.splitlines()[0][:120]
