"""A test and the notebook it judges in two processes: values over a channel, stand-ins for what has to stay."""

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
from .peer import Peer
from .serving import Servant
from .standins import Standin, StandinType, is_standin

__all__ = [
    "BadMessageError",
    "Channel",
    "ChannelClosedError",
    "ChannelError",
    "ChannelTimeoutError",
    "Peer",
    "RemoteError",
    "Servant",
    "Standin",
    "StandinType",
    "StudentError",
    "StudentGoneError",
    "StudentTimeError",
    "UnsendableError",
    "is_standin",
]
