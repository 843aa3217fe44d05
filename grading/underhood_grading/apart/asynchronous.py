"""The notebook's coroutines, run to their end when the judge awaits them."""

from __future__ import annotations

import asyncio
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Awaitable, Callable

__all__ = ["OPERATIONS"]

_LOOPS: list[asyncio.AbstractEventLoop] = []


def _run(awaitable: Awaitable[Any]) -> Any:
    """Run something awaitable; all of them in one loop, which locks and generators are bound to."""
    if not _LOOPS:
        _LOOPS.append(asyncio.new_event_loop())

    async def wait() -> Any:
        return await awaitable

    return _LOOPS[0].run_until_complete(wait())


def _exit(manager: Any, error: BaseException | None) -> bool:
    return bool(_run(type(manager).__aexit__(manager, type(error) if error else None, error, None)))


OPERATIONS: dict[str, Callable[..., Any]] = {
    "await": _run,
    "aiter": aiter,
    "anext": lambda iterator: _run(anext(iterator)),
    "aenter": lambda manager: _run(type(manager).__aenter__(manager)),
    "aexit": _exit,
}
