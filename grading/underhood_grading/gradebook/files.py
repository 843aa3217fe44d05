"""The files that lie beside a graded notebook: the submission's, with the teacher's over them."""

from __future__ import annotations

import os
from fnmatch import fnmatchcase
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Collection, Iterator, Sequence

__all__ = ["files_beside"]


def files_beside(
    submitted: Path, source: Path | None = None, *, ignore: Sequence[str] = (), students: Collection[str] = ()
) -> dict[str, Path]:
    """Return the files of a submission as nbgrader would lay them out in `autograded`, without notebooks.

    >>> files_beside(submitted, source, ignore=[".ipynb_checkpoints", "handin.toml"])
    {'data/points.csv': PosixPath('source/sums/data/points.csv'), 'timestamp.txt': ...}

    Keys are paths relative to the folder. A file of `source` takes the place of the submission's,
    unless it is among the `students`' (nbgrader's `exclude_overwriting`), and so does a file that is
    in the way of a folder, or the reverse. Names that match `ignore` are left out, and links, pipes
    and the like of the submission.
    """
    teachers = {} if source is None else dict(_files(source, ignore, links=True))
    for name in students:
        teachers.pop(name, None)
    folders = {str(parent) for name in teachers for parent in Path(name).parents}
    found = dict(teachers)
    for name, path in _files(submitted, ignore, links=False):
        above = {str(parent) for parent in Path(name).parents}
        if name not in teachers and name not in folders and not above & teachers.keys():
            found[name] = path
    return dict(sorted(found.items()))


def _files(folder: Path, ignore: Sequence[str], *, links: bool) -> Iterator[tuple[str, Path]]:
    def ignored(name: str) -> bool:
        return any(fnmatchcase(name, pattern) for pattern in ignore)

    for place, folders, names in os.walk(folder):
        folders[:] = [name for name in folders if not ignored(name)]
        for name in names:
            path = Path(place) / name
            ordinary = path.is_file() and (links or not path.is_symlink())
            if ordinary and not name.endswith(".ipynb") and not ignored(name):
                yield path.relative_to(folder).as_posix(), path
