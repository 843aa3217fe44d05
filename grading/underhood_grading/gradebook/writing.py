"""The sole writer of a course's grades: a submission is stored whole or not at all."""

from __future__ import annotations

import json
from functools import partial
from typing import TYPE_CHECKING, Any, TypeVar

from nbgrader.api import Gradebook
from sqlalchemy import create_engine, event, text
from sqlalchemy.engine import make_url

from underhood_grading.folders import remove_folder, remove_leftovers, replace_folder, write_folder

from .entries import Sheet, points_of, take_back, write
from .waiting import Waiting, named

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping
    from datetime import datetime
    from pathlib import Path
    from types import TracebackType
    from typing import Self

    from sqlalchemy.engine import URL, Connection, Engine

    from .entries import Penalty
    from .result import GradedNotebook, GradedSubmission

__all__ = ["Writer"]

_Found = TypeVar("_Found")

_TRANSIENT = ("orig_nbformat", "orig_nbformat_minor", "signature")  # in memory only, as nbformat has it
_BUSY_MS = 250  # a locked database is asked again after each of these, so that Ctrl-C is heard


class Writer:
    """Writes graded submissions of a course into nbgrader's database and its `autograded` folder.

    >>> with Writer(course.root, course.api.coursedir.db_url, course.course_id) as writer:
    ...     for result in results:
    ...         writer.store(result)

    A submission's rows are one transaction; its folder is written beside its place and put there
    once they are committed. A marker says meanwhile that it is `unfinished`, so that whoever is
    killed in between finds out at the next run, and grades it again.

    A locked or full database is waited for, up to `patience` seconds; `on_wait` is told why, with a
    sentence for the terminal. `folder` gives a submission's folder by hand-in and student, where it
    is not `autograded/<student>/<handin>`; `shared` gives it to its group, as `groupshared` does.

    Raises TeachError, here and in every method: the database can't be used, or patience has ended.
    """

    def __init__(
        self,
        root: Path,
        db_url: str,
        course_id: str,
        *,
        folder: Callable[[str, str], Path] | None = None,
        shared: bool = False,
        patience: float = 300.0,
        on_wait: Callable[[str], None] | None = None,
    ) -> None:
        self._notes = root / ".underhood" / "grading"
        self._folder = folder or (lambda handin, student: root / "autograded" / student / handin)
        self._shared = shared
        self._waiting = Waiting(named(db_url), patience, on_wait)
        self._sheets: dict[str, Sheet] = {}
        url = make_url(db_url)
        if url.get_backend_name() == "sqlite":
            url = url.update_query_dict({"timeout": str(_BUSY_MS / 1000)})
        # nbgrader makes the tables of a new database, and the course in it.
        self._waiting.until_done(lambda: Gradebook(url, course_id).close())
        self._engine = _engine(url)

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.close()

    def close(self) -> None:
        """Close the database."""
        self._engine.dispose()

    def store(
        self,
        result: GradedSubmission,
        penalty: Penalty | None = None,
        *,
        then: Callable[[dict[str, float]], object] | None = None,
    ) -> None:
        """Store a graded submission in the place of what was graded before.

        What people gave (grades, extra credit, comments, extensions, flags) stays. `penalty` is asked
        for each notebook of a submission that is late by nbgrader's own due date and extension.
        `then` is called with the points by cell when all is in its place, and the submission is unfinished until it
        returns.

        Raises ValueError too, for files whose paths can't be in one folder.
        """
        target = self._folder(result.handin, result.student)
        files = dict(result.files) | {f"{one.name}.ipynb": _encoded(one) for one in result.notebooks}
        marker = self._begin(result.handin, result.student)
        mode = 0o664 if self._shared else 0o444
        folder = self._waiting.until_done(lambda: write_folder(target, files, mode=mode, shared=self._shared))
        try:
            points = self._in_transaction(
                result.handin, lambda connection, sheet: write(connection, sheet, result, penalty)
            )
        except BaseException:
            remove_leftovers(target)
            raise
        self._waiting.until_done(lambda: replace_folder(folder, target))
        self._end(marker, None if then is None else partial(then, points))

    def take_back(
        self,
        handin: str,
        student: str,
        timestamp: datetime | None = None,
        *,
        then: Callable[[], object] | None = None,
    ) -> None:
        """Leave no points of an earlier submission under one that can't be graded.

        Points that a person gave stay, and formgrader asks that person to look again. The student
        is in the gradebook afterwards, and the submission with its time. `then` is called as by
        `store`, without points.
        """
        target = self._folder(handin, student)
        marker = self._begin(handin, student)
        self._in_transaction(handin, lambda connection, sheet: take_back(connection, sheet, student, timestamp))
        self._waiting.until_done(lambda: remove_folder(target))
        self._end(marker, then)

    def points(self, handin: str, student: str) -> tuple[datetime | None, dict[str, float]]:
        """Return when a student handed in (UTC, naive) and the points by cell; None and nothing if nothing is there."""
        return self._in_transaction(handin, lambda connection, sheet: points_of(connection, sheet, student))

    def unfinished(self, handin: str) -> set[str]:
        """Return the students whose submission was being stored when an earlier run ended.

        Their rows and folder may not be of one grading; grade them again, whatever else says.
        """
        return {path.name.removesuffix(".writing") for path in (self._notes / handin).glob("*.writing")}

    def _begin(self, handin: str, student: str) -> Path:
        marker = self._notes / handin / f"{student}.writing"

        def begin() -> None:
            marker.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
            if marker.exists():
                remove_leftovers(self._folder(handin, student))
            # Its name is all: journalling file systems keep the order of this and what follows.
            marker.touch()

        self._waiting.until_done(begin)
        return marker

    def _end(self, marker: Path, then: Callable[[], object] | None) -> None:
        if then is not None:
            then()
        self._waiting.until_done(lambda: marker.unlink(missing_ok=True))

    def _in_transaction(self, handin: str, work: Callable[[Connection, Sheet], _Found]) -> _Found:
        def attempt() -> _Found:
            with self._engine.begin() as connection:
                if handin not in self._sheets:
                    self._sheets[handin] = Sheet.read(connection, handin)
                return work(connection, self._sheets[handin])

        return self._waiting.until_done(attempt)


def _encoded(graded: GradedNotebook) -> bytes:
    """Return a notebook's file, a line for each cell: Python writes indented JSON ten times as slowly."""
    rest = {name: value for name, value in graded.notebook.items() if name != "cells"}
    rest["metadata"] = {name: value for name, value in rest["metadata"].items() if name not in _TRANSIENT}
    cells = ",\n".join(_line(cell) for cell in graded.notebook["cells"])
    # An output can hold half a surrogate pair, a file can't.
    return f'{{"cells": [\n{cells}\n],\n{_line(rest)[1:]}\n'.encode("utf-8", "replace")


def _line(found: Mapping[str, Any]) -> str:
    if "trusted" in found.get("metadata", {}):
        found = {**found, "metadata": {name: one for name, one in found["metadata"].items() if name != "trusted"}}
    return json.dumps(found, ensure_ascii=False, sort_keys=True)


def _engine(url: URL) -> Engine:
    if url.get_backend_name() != "sqlite":
        engine = create_engine(url, pool_pre_ping=True)
        if engine.dialect.name == "postgresql":

            @event.listens_for(engine, "begin")
            def limit(connection: Connection) -> None:
                # A row that somebody else holds is waited for by us, who can say so.
                connection.execute(text(f"SET LOCAL lock_timeout = {_BUSY_MS}"))

        return engine
    engine = create_engine(url)

    @event.listens_for(engine, "connect")
    def connect(connection: Any, _record: Any) -> None:
        # The driver begins a transaction at the first change only; ours hold what they read.
        connection.isolation_level = None

    @event.listens_for(engine, "begin")
    def begin(connection: Connection) -> None:
        connection.exec_driver_sql("BEGIN IMMEDIATE")

    return engine
