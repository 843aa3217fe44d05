"""What a teacher decides about a run: when it is, what is in it, which parts count; and telling the students."""

from __future__ import annotations

import json
from contextlib import suppress
from typing import TYPE_CHECKING, Any

import tomlkit
from underhood_course.atomic import write_atomically
from underhood_course.content import course_schedule
from underhood_course.handin import HANDIN_FILE, HandinError, check_handin
from underhood_course.run import RUN_FILE, published
from underhood_course.toml_table import FieldError

from underhood_grading.policy import PolicyError
from underhood_grading.policy.rules import COURSE_POLICY_FILE, read_course_table

from .errors import TeachError
from .telling import tell
from .toml_files import change_toml, set_fields

if TYPE_CHECKING:
    from collections.abc import Mapping
    from datetime import datetime
    from pathlib import Path
    from types import EllipsisType

    from underhood_course.handin import Handin
    from underhood_course.run import Run

    from .course import Course

__all__ = ["change_handin", "change_run", "publish"]

_POLICY_FIELDS = ("timezone",)


def change_run(course: Course, changes: Mapping[str, Any]) -> Run:
    """Change `[run]` of the course directory's `underhood.toml`, and its time zone in `[policy]`.

    >>> change_run(course, {"start": date(2026, 10, 26), "timezone": "Europe/Berlin", "weekdays": ["thu"]}).start
    datetime.date(2026, 10, 26)

    A field that is None, or an empty list, is taken out. Raises TeachError for what `underhood.toml` refuses, and
    for levels and pages that leave nothing over; the file is then as it was.
    """
    policy = {name: changes[name] for name in _POLICY_FIELDS if name in changes}
    run = {name: value for name, value in changes.items() if name not in policy}

    def change(document: Any) -> None:
        for table, fields in (("policy", policy), ("run", run)):
            if fields:
                set_fields(document.setdefault(table, tomlkit.table()), fields)

    try:
        change_toml(course.root / COURSE_POLICY_FILE, change, read_course_table)
    except PolicyError as error:
        raise TeachError(f"{course.root}: {error}") from error
    return course.run()


def change_handin(
    course: Course,
    handin: str,
    *,
    parts: Mapping[str, Mapping[str, Any]] | None = None,
    due: datetime | EllipsisType | None = ...,
) -> Handin:
    """Change which parts of a hand-in are required or invited, and when it is due, in its `handin.toml`.

    >>> change_handin(course, "convolution", parts={"shared": {"kind": "required", "specializations": {}}}).points()
    15.0

    A part keeps what its entry does not name. Without a due time of its own, the run's calendar decides. Raises
    TeachError for a part that is not there and for what `handin.toml` refuses; the file is then as it was.
    """
    course.handin(handin)
    folder = course.folder("source", handin)
    file = folder / HANDIN_FILE
    if not file.is_file():
        raise TeachError(f"source/{handin} has no {HANDIN_FILE}, so all its parts are required; add one to choose")

    def change(document: Any) -> None:
        if due is not ...:
            set_fields(document.setdefault("policy", tomlkit.table()), {"due": due})
            if not document["policy"]:
                del document["policy"]
        there = {str(one.get("name")): one for one in document.get("parts", ())}
        for name, fields in (parts or {}).items():
            if name not in there:
                raise TeachError(f'no part "{name}" in source/{handin}/{HANDIN_FILE}; there is: {", ".join(there)}')
            changed = dict(fields)
            if "specializations" in changed:
                changed["specializations"] = _inline(changed["specializations"])
            set_fields(there[name], changed)

    try:
        policy, _ = course.course_file()
        change_toml(file, change, lambda table: check_handin(folder, table, policy))
    except (HandinError, FieldError) as error:
        raise TeachError(f"source/{handin}: {error}") from error
    return course.handin(handin)


def publish(course: Course) -> Path:
    """Put what students are to know of the run into the exchange, where their servers read it.

    >>> publish(course)
    PosixPath('autumn/exchange/underhood/run.json')

    A hand-in that is faulty is left out: students see it as the course has it. Raises TeachError if there is no
    exchange or it can't be written.
    """
    if not course.exchange.is_dir():
        raise TeachError(f"there is no exchange at {course.exchange}; correct Exchange.root or make the folder")
    handins = []
    for name in course.handins():
        with suppress(TeachError):
            handins.append(course.handin(name))
    document = published(course.run(), course_schedule(), handins)
    file = course.exchange / course.course_id / RUN_FILE
    try:
        if not file.parent.exists():
            # As nbgrader makes it, so that students of other accounts get in.
            file.parent.mkdir()
            file.parent.chmod(0o755)
        write_atomically(file, json.dumps(document, indent=1, ensure_ascii=False).encode())
        file.chmod(0o644)
    except OSError as error:
        message = f"students don't see the change yet: can't write {file}: {error.strerror}; check its permissions"
        raise TeachError(message) from error
    tell(course)
    return file


def _inline(values: Mapping[str, str]) -> Any:
    table = tomlkit.inline_table()
    table.update(values)
    return table if values else None
