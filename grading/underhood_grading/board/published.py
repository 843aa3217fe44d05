"""A board as a file in the exchange: what students may see of it, and nothing else."""

from __future__ import annotations

import hashlib
import json
import math
from dataclasses import asdict, dataclass
from pathlib import PurePath
from typing import TYPE_CHECKING, Any

from underhood_course.atomic import write_atomically

from underhood_grading.raced import line_of_text

if TYPE_CHECKING:
    from collections.abc import Iterable
    from pathlib import Path

__all__ = ["Place", "Race", "digest", "publish", "published"]

_MOST_BYTES = 2_000_000
_MOST_TEXT = 80  # letters of a name


@dataclass(frozen=True)
class Place:
    """Somebody on the board: `share` of the reference's speed, 1 is level."""

    nickname: str
    share: float


@dataclass(frozen=True)
class Race:
    """A race by its name, the fastest first."""

    name: str
    places: tuple[Place, ...]

    def ranks(self) -> list[int]:
        """Return each place's rank; who is equally fast has the same.

        >>> Race("scan", (Place("Grace", 0.9), Place("Turbo", 0.9), Place("Ada", 0.5))).ranks()
        [1, 1, 3]
        """
        first: dict[float, int] = {}
        return [first.setdefault(place.share, number) for number, place in enumerate(self.places, start=1)]


def publish(course_folder: Path, handin: str, races: Iterable[Race]) -> Path:
    """Write a hand-in's board into the course's folder in the exchange, for everybody to read. Raises OSError."""
    file = _file(course_folder, handin)
    file.parent.mkdir(exist_ok=True)
    file.parent.chmod(0o755)
    content = {"handin": handin, "races": [asdict(race) for race in races]}
    write_atomically(file, f"{json.dumps(content, indent=1, ensure_ascii=False)}\n".encode())
    file.chmod(0o644)
    return file


def published(course_folder: Path, handin: str) -> tuple[Race, ...]:
    """Return a hand-in's board as it was published; nothing where there is none that can be read."""
    if PurePath(handin).name != handin:
        return ()
    file = _file(course_folder, handin)
    try:
        with file.open("rb") as stream:
            content = stream.read(_MOST_BYTES + 1)
        found = json.loads(content)
        return tuple(_race(one) for one in found["races"])
    except (OSError, ValueError, TypeError, KeyError, RecursionError):
        return ()


def digest(races: Iterable[Race]) -> str:
    """Return by what a board is known to be the same one that somebody's own name on it was told of."""
    return hashlib.sha256(json.dumps([asdict(race) for race in races]).encode()).hexdigest()


def _file(course_folder: Path, handin: str) -> Path:
    return course_folder / "board" / f"{handin}.json"


def _race(found: Any) -> Race:
    places = (Place(_text(one["nickname"]), float(one["share"])) for one in found["places"])
    kept = tuple(one for one in places if math.isfinite(one.share) and one.share > 0)
    return Race(_text(found["name"]), tuple(sorted(kept, key=lambda one: -one.share)))


def _text(found: object) -> str:
    """Return a name as one line, whoever wrote the file."""
    if not (text := line_of_text(found, _MOST_TEXT)):
        raise ValueError("a name that is none")
    return text
