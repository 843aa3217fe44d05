"""The board of a hand-in's races: nicknames of those who asked to be on it, and their shares of the references' speed.

Nothing here opens the gradebook or imports nbgrader, so that a student's server can read what was published;
`teach.boards` makes a board of what was graded.
"""

from .finding import has_races
from .nicknames import BOARD_FILE, NicknameError, name_key, numbered, read_nickname, write_nickname
from .published import Place, Race, digest, publish, published

__all__ = [
    "BOARD_FILE",
    "NicknameError",
    "Place",
    "Race",
    "digest",
    "has_races",
    "name_key",
    "numbered",
    "publish",
    "published",
    "read_nickname",
    "write_nickname",
]
