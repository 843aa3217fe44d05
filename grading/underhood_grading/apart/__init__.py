"""A test and the notebook it judges in two processes: values over a channel, stand-ins for what has to stay.

What only these processes need is in the modules `peer`, `serving` and `standins`: with NumPy they take a tenth of a
second to import, which whoever starts the processes need not wait for.
"""

from .channel import Channel
from .errors import (
    BadMessageError,
    ChannelClosedError,
    ChannelError,
    ChannelTimeoutError,
    RemoteError,
    StudentError,
    StudentGoneError,
    StudentTimeError,
    UnsendableError,
)

__all__ = [
    "BadMessageError",
    "Channel",
    "ChannelClosedError",
    "ChannelError",
    "ChannelTimeoutError",
    "RemoteError",
    "StudentError",
    "StudentGoneError",
    "StudentTimeError",
    "UnsendableError",
]
