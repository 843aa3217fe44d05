"""The class's board, as the teacher published it, and what a student asks of it."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from underhood_grading.board import NicknameError, digest, published, read_nickname
from underhood_grading.notices import read_on_board
from underhood_grading.raced import line_of_text

from .listing import look

if TYPE_CHECKING:
    from collections.abc import Mapping
    from pathlib import Path

    from .listing import Listing

__all__ = ["board", "board_state"]

_MOST_RACES, _MOST_PLACES = 50, 1000  # the file came through other hands
_MOST_TEXT = 300  # letters of a sentence


def board(name: str, *, manager: Any, course_id: str) -> dict[str, list[tuple[str, float]]]:
    """Return the board of a hand-in that the teacher published, the fastest first; nothing where there is none.

    >>> board("scan", manager=server.web_app.settings["assignment_list_manager"], course_id="underhood")
    {'test-scan': [('Turbo', 0.91), ('Grace', 0.84)]}

    By race: nicknames, and speeds as shares of the reference's. Who wants to be on it hands in a `board.toml`
    (`underhood_grading.board.write_nickname`). Never raises for what is in the exchange.
    """
    course = look(manager, course_id).course
    if course is None:
        return {}
    return {race.name: [(place.nickname, place.share) for place in race.places] for race in published(course, name)}


def board_state(
    folder: Path, listing: Listing, name: str, key: str | None, notice: Mapping[str, Any] | None
) -> dict[str, Any] | None:
    """Return a hand-in's `handinBoard` of handins.schema.json, or None where its tests are not known to hold a race.

    >>> board_state(workspace / "scan", listing, "scan", key, notice)["nickname"]
    'Grace'

    `folder` is the student's copy, `key` the one by which the teacher tells them their own name on the board. Never
    raises for what is in either place.
    """
    course = listing.course
    races = () if course is None else published(course, name)
    if not races and not (notice or {}).get("races"):
        return None
    nickname = problem = None
    if folder.is_dir():
        try:
            nickname = read_nickname(folder, None if course is None else course / "outbound" / name)
        except NicknameError as error:
            problem = str(error)
    own = None if course is None or key is None else read_on_board(course, key, name)
    # Between the board and each student's name on it there is a moment in which they are not of the same board.
    is_of_this = own is not None and own.board == digest(races)
    return {
        "nickname": nickname,
        "problem": problem,
        "own": line_of_text(own.nickname, _MOST_TEXT) or None if own and is_of_this else None,
        "reason": line_of_text(own.reason, _MOST_TEXT) or None if own and is_of_this else None,
        "races": [
            {
                "name": race.name,
                "places": [
                    {"rank": rank, "nickname": place.nickname, "share": place.share}
                    for rank, place in list(zip(race.ranks(), race.places, strict=True))[:_MOST_PLACES]
                ],
            }
            for race in races[:_MOST_RACES]
        ],
    }
