"""Tables of scores as CSV that a spreadsheet or a learning platform reads."""

from __future__ import annotations

import csv
import io
import re
import sys
from typing import TYPE_CHECKING

from underhood_course.atomic import write_atomically

from .errors import TeachError

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence
    from pathlib import Path

__all__ = ["Cell", "csv_text", "put"]

Cell = str | float | None

# A spreadsheet takes a cell that begins with one of these for a formula, which may call programs.
# https://owasp.org/www-community/attacks/CSV_Injection
_FORMULA = ("=", "+", "-", "@", "＝", "＋", "－", "＠")
_CONTROL = re.compile(r"[\x00-\x1f\x7f]")


def csv_text(header: Sequence[str], rows: Iterable[Sequence[Cell]]) -> str:
    """Set a table as CSV: numbers as they are, None as an empty cell, text never as a formula.

    >>> csv_text(["student", "score"], [["=cmd()", 2.5], ["ada", None]]).splitlines()
    ['student,score', "'=cmd(),2.5", 'ada,']
    """
    stream = io.StringIO()
    table = csv.writer(stream, lineterminator="\n")
    table.writerow([_shown(one) for one in header])
    table.writerows([_shown(one) for one in row] for row in rows)
    return stream.getvalue()


def put(text: str, file: Path | None) -> None:
    """Write a table to a file, or to stdout. Raises TeachError if the file can't be written."""
    if file is None:
        sys.stdout.write(text)
        return
    if not file.parent.is_dir():
        raise TeachError(f"can't write {file}: there is no folder {file.parent}; give another file")
    try:
        write_atomically(file, text.encode())
    except OSError as error:
        raise TeachError(f"can't write {file}: {error.strerror}; give another file") from error


def _shown(value: Cell) -> str:
    if value is None:
        return ""
    if isinstance(value, str):
        text = _CONTROL.sub(" ", value)
        return f"'{text}" if text.lstrip().startswith(_FORMULA) else text
    return f"{value:.10g}"
