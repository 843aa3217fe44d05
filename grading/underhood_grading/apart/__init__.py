"""A test and the notebook it judges in two processes: values over a channel, stand-ins for what has to stay."""

from .channel import Channel
from .errors import ChannelClosedError, ChannelError

__all__ = ["Channel", "ChannelClosedError", "ChannelError"]
