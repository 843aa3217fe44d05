"""What the exchange tells students beside nbgrader's notebooks: when a hand-in is due, for everybody and for one.

nbgrader's exchange carries files alone. A release has a `.handin.json` that every student may read; more time, or
another specialization, is one student's own business and goes into a file whose name only that student can know.
"""

from .for_all import NOTICE_FILE, changed, read_notice, tell_all, write_notice
from .personal import (
    OnBoard,
    Personal,
    introduce,
    introductions,
    own_key,
    read_on_board,
    read_personal,
    write_on_board,
    write_personal,
)

__all__ = [
    "NOTICE_FILE",
    "OnBoard",
    "Personal",
    "changed",
    "introduce",
    "introductions",
    "own_key",
    "read_notice",
    "read_on_board",
    "read_personal",
    "tell_all",
    "write_notice",
    "write_on_board",
    "write_personal",
]
