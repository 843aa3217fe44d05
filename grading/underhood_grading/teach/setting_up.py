"""`underhood teach init`: a course directory for nbgrader with the course's hand-ins."""

from __future__ import annotations

import filecmp
import shutil
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING

from underhood_course.atomic import write_atomically
from underhood_course.handin import HandinError, read_handin

from underhood_grading.environment import programs_on_path
from underhood_grading.folders import copy_folder

from .course import Course
from .errors import TeachError

if TYPE_CHECKING:
    from collections.abc import Sequence

__all__ = ["SetUp", "init"]

_CONFIG = '''\
"""nbgrader's configuration of this course directory.

nbgrader's commands, formgrader and `underhood teach` read it. What you set below `configure` wins.
"""

from pathlib import Path

from underhood_grading.configuration import configure

c = get_config()
configure(c, Path(__file__).parent, course_id={course_id!r}{exchange})
'''

# What other users of the machine must not read: solutions, submissions, grades.
_PRIVATE = ("source", "submitted", "autograded", "feedback")
_IGNORE = shutil.ignore_patterns(".ipynb_checkpoints", "__pycache__", "*.pyc")


@dataclass(frozen=True)
class SetUp:
    """What `init` did: hand-ins added, hand-ins left as they were, and remarks for the teacher."""

    root: Path
    added: tuple[str, ...]
    kept: tuple[str, ...]
    notes: tuple[str, ...] = field(default=())


def init(root: Path, handins: Sequence[Path], exchange: Path | None = None, *, course_id: str = "underhood") -> SetUp:
    """Make a course directory, or add what is missing to one.

    >>> init(Path("autumn"), [Path("course/m1-memory-and-gpus/handins/convolution")]).added
    ('convolution',)

    Copies each hand-in's folder to `source/`, writes `nbgrader_config.py`, makes the exchange
    (`root/exchange` unless given) and the gradebook with the hand-ins in it. What is there already
    is never overwritten. Raises TeachError if a hand-in is faulty, the folder has other content or
    it can't be written; nothing is written before all hand-ins have been read.
    """
    root = Path(root).expanduser().resolve()
    place = Path(exchange).expanduser().resolve() if exchange is not None else None
    _check_handins(handins)
    _check_root(root)
    notes: list[str] = []
    try:
        # The exchange first: a configuration that names one which can't be made would outlive the failure.
        _make_exchange(place or root / "exchange", notes)
        root.mkdir(parents=True, exist_ok=True)
        for name in _PRIVATE:
            (root / name).mkdir(exist_ok=True, mode=0o700)
        _write_config(root, course_id, place, notes)
        added, kept = _copy_handins(root, handins, notes)
    except OSError as error:
        message = f"can't write {error.filename or root}: {error.strerror}; choose another folder or its permissions"
        raise TeachError(message) from error
    _fill_gradebook(root, [folder.name for folder in handins])
    return SetUp(root, tuple(added), tuple(kept), tuple(notes))


def _check_handins(handins: Sequence[Path]) -> None:
    for folder in handins:
        try:
            read_handin(folder)
        except HandinError as error:
            raise TeachError(str(error)) from error


def _check_root(root: Path) -> None:
    if root.exists() and not root.is_dir():
        raise TeachError(f"{root} is a file; give the name of a new folder")
    try:
        there = sorted(path.name for path in root.iterdir()) if root.exists() else []
    except OSError as error:
        raise TeachError(f"{root} can't be read: {error.strerror}; choose another folder") from error
    if there and "nbgrader_config.py" not in there:
        listed = ", ".join(there[:3]) + (", …" if len(there) > 3 else "")
        message = f"{root} has other content ({listed}) and no nbgrader_config.py; give a new or empty folder"
        raise TeachError(message)


def _write_config(root: Path, course_id: str, exchange: Path | None, notes: list[str]) -> None:
    file = root / "nbgrader_config.py"
    if not file.exists():
        given = "" if exchange is None else f", exchange={str(exchange)!r}"
        write_atomically(file, _CONFIG.format(course_id=course_id, exchange=given).encode())
        return
    text = file.read_text(encoding="utf-8", errors="replace")
    if "underhood_grading" not in text:
        notes.append(
            "kept your nbgrader_config.py, which does not call underhood_grading.configuration.configure: "
            "plain nbgrader and formgrader score by nbgrader's own rule there, `underhood teach` by the strict one"
        )
    elif exchange is not None and str(exchange) not in text:
        notes.append(f"kept your nbgrader_config.py; it does not name the exchange {exchange}, change it there")


def _make_exchange(exchange: Path, notes: list[str]) -> None:
    if not exchange.exists():
        exchange.mkdir(parents=True)
        # nbgrader wants it writable for everyone; what lies inside has narrower permissions.
        exchange.chmod(0o777)
    elif not exchange.is_dir():
        raise NotADirectoryError(20, "it is no folder", str(exchange))
    closed = [parent for parent in exchange.parents if not parent.stat().st_mode & 0o001]
    if closed:
        notes.append(
            f"other users of this machine can't reach the exchange {exchange} ({closed[-1]} is closed to them); "
            "that is fine for one person, else use --exchange"
        )


def _copy_handins(root: Path, handins: Sequence[Path], notes: list[str]) -> tuple[list[str], list[str]]:
    added, kept = [], []
    for folder in handins:
        target = root / "source" / folder.name
        if target.exists():
            kept.append(folder.name)
            if _differs(folder, target):
                notes.append(f"kept your source/{folder.name}, which differs from the course's")
            continue
        copy_folder(folder, target, _IGNORE)
        added.append(folder.name)
    return added, kept


def _differs(one: Path, other: Path) -> bool:
    names = [path.relative_to(one) for path in one.rglob("*") if path.is_file()]
    names = [name for name in names if not {".ipynb_checkpoints", "__pycache__"} & set(name.parts)]
    _, changed, missing = filecmp.cmpfiles(one, other, [str(name) for name in names], shallow=False)
    return bool(changed or missing)


def _fill_gradebook(root: Path, names: list[str]) -> None:
    programs_on_path()
    course = Course.open(root)
    with course.gradebook() as gradebook:
        for name in names:
            gradebook.update_or_create_assignment(name)
    file = root / "gradebook.db"
    if file.is_file():
        file.chmod(0o600)
