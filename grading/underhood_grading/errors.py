"""What is said when a step of the teacher's can't be done."""

from __future__ import annotations

__all__ = ["TeachError"]


class TeachError(Exception):
    """A step that can't be done: one line that says what, where and what to do.

    `log` holds what nbgrader wrote meanwhile, for whoever looks further.
    """

    def __init__(self, message: str, log: str = "") -> None:
        super().__init__(" ".join(message.split()))
        self.log = log
