"""What can go wrong between a test and the notebook it judges."""

from __future__ import annotations

__all__ = [
    "BadMessageError",
    "ChannelClosedError",
    "ChannelError",
    "ChannelTimeoutError",
    "RemoteError",
    "StudentError",
    "StudentGoneError",
    "StudentTimeError",
    "UnsendableError",
]


class ChannelError(Exception):
    """A message could not be sent or received."""


class ChannelClosedError(ChannelError):
    """The other side has hung up."""


class ChannelTimeoutError(ChannelError):
    """Nothing, or not all of a message, came or went before the deadline."""


class BadMessageError(ChannelError):
    """What came is no message, or more than may come."""


class StudentError(Exception):
    """The notebook's process can't be asked any more; the message is a sentence for a reader."""


class StudentGoneError(StudentError):
    """The notebook's process has ended, or has sent what no notebook's process sends."""


class StudentTimeError(StudentError):
    """The notebook's process did not answer before the deadline."""


class RemoteError(Exception):
    """Raised for what the student's code raised past `Exception`: SystemExit, KeyboardInterrupt and the like."""


class UnsendableError(TypeError):
    """A value can't be sent to the other process, or is more than may be sent."""
