"""Which feedback a student has opened."""

from __future__ import annotations

import hashlib
import json
from typing import TYPE_CHECKING

from underhood_course.atomic import write_atomically

if TYPE_CHECKING:
    from collections.abc import Sequence
    from pathlib import Path

__all__ = ["feedback_digest", "is_opened", "note_opened"]

_FILE = "opened-feedback.json"


def feedback_digest(pages: Sequence[Path]) -> str | None:
    """Return a digest of feedback's pages, which differs once the teacher releases others; None without any."""
    try:
        digests = [hashlib.sha256(page.read_bytes()).hexdigest() for page in pages]
    except OSError:
        return None
    # One page's is its own, as for the feedback that was opened when only one page was noted.
    return hashlib.sha256("".join(digests).encode()).hexdigest() if len(digests) > 1 else next(iter(digests), None)


def is_opened(state: Path, handin: str, pages: Sequence[Path]) -> bool:
    """Say whether a student has opened this very feedback."""
    digest = feedback_digest(pages)
    return digest is not None and _read(state).get(handin) == digest


def note_opened(state: Path, handin: str, pages: Sequence[Path]) -> None:
    """Remember that a student opened the feedback on a hand-in. Raises OSError."""
    digest = feedback_digest(pages)
    if digest is not None:
        state.mkdir(parents=True, exist_ok=True)
        write_atomically(state / _FILE, json.dumps({**_read(state), handin: digest}, indent=1).encode())


def _read(state: Path) -> dict[str, str]:
    try:
        opened = json.loads((state / _FILE).read_text("utf-8"))
    except (OSError, ValueError, RecursionError):
        return {}  # it is looked at as new once more
    return opened if isinstance(opened, dict) else {}
