"""What can go wrong with a task, or with the processes that run it."""

from __future__ import annotations

__all__ = ["RunnerError"]


class RunnerError(Exception):
    """A task or a template that failed for a reason that is not plainly the submission's: what, and what to do.

    `again` says whether another try may go better.
    """

    def __init__(self, message: str, *, again: bool = True) -> None:
        super().__init__(message)
        self.again = again
