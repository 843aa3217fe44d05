"""A worker that always does the latest thing asked for, and nothing that is out of date."""

from __future__ import annotations

import threading
from typing import TYPE_CHECKING, Generic, TypeVar

if TYPE_CHECKING:
    from collections.abc import Callable

Asked = TypeVar("Asked")
Answer = TypeVar("Answer")

PAUSE = 0.04  # seconds: a slider under way sends many values, and only the one it rests on is worth a run


class Latest(Generic[Asked, Answer]):
    """Runs `work` in a thread of its own, on the latest request only.

    A request that is overtaken before its turn is never run; an answer that is overtaken while it is computed is never
    delivered. `work` may raise: `failed` gets the error. Both callbacks run in the worker's thread.
    """

    def __init__(
        self,
        work: Callable[[Asked], Answer],
        *,
        done: Callable[[Answer], None],
        failed: Callable[[Exception], None],
        pause: float = PAUSE,
    ) -> None:
        self._work, self._done, self._failed, self._pause = work, done, failed, pause
        self._changed = threading.Condition()
        self._waiting: list[Asked] = []  # none or one
        self._number = 0  # of the latest request
        self._busy = False
        self._closed = False
        self._thread: threading.Thread | None = None

    def ask(self, request: Asked) -> None:
        """Have `request` done next, in place of any other that waits; returns at once."""
        with self._changed:
            self._waiting = [request]
            self._number += 1
            if self._thread is None:  # started late, so that a page that is only imported has no threads
                self._thread = threading.Thread(target=self._run, name="underhood-explorer", daemon=True)
                self._thread.start()
            self._changed.notify_all()

    def forget(self) -> None:
        """Drop what waits and what is being computed."""
        with self._changed:
            self._waiting = []
            self._number += 1
            self._changed.notify_all()

    def settle(self, timeout: float = 60.0) -> bool:
        """Wait until nothing waits and nothing is computed; return whether that came true in `timeout` seconds."""
        with self._changed:
            return self._changed.wait_for(lambda: not self._waiting and not self._busy, timeout)

    def close(self) -> None:
        """End the thread after what it is doing now."""
        with self._changed:
            self._closed = True
            self._waiting = []
            self._changed.notify_all()

    def _run(self) -> None:
        while True:
            with self._changed:
                self._changed.wait_for(lambda: self._waiting or self._closed)
                if self._closed:
                    return
                number = self._number
                if self._overtaken(number, self._pause) or not self._waiting:
                    continue
                request = self._waiting.pop()
                self._busy = True
            try:
                self._deliver(number, self._done, self._work(request))
            except Exception as error:  # noqa: BLE001 - whatever went wrong is shown in the page
                self._deliver(number, self._failed, error)
            finally:
                with self._changed:
                    self._busy = False
                    self._changed.notify_all()

    def _overtaken(self, number: int, seconds: float) -> bool:
        """Wait `seconds` for something newer than request `number`; return whether it came."""
        return self._changed.wait_for(lambda: self._number != number or self._closed, seconds)

    def _deliver(self, number: int, callback: Callable[..., None], value: object) -> None:
        with self._changed:
            current = self._number == number and not self._closed
        if current:
            callback(value)
