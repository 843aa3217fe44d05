"""The class's board, as the teacher published it."""

from __future__ import annotations

from typing import Any

from underhood_grading.board import published

from .listing import look

__all__ = ["board"]


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
