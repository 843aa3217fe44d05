"""The files that lie beside a graded notebook: the submission's, with the teacher's over them."""

from __future__ import annotations

import os
from fnmatch import fnmatchcase
from pathlib import Path, PurePosixPath
from typing import TYPE_CHECKING, TypeVar

if TYPE_CHECKING:
    from collections.abc import Collection, Iterator, Mapping, Sequence

__all__ = ["files_beside", "files_over"]

_Content = TypeVar("_Content")


def files_beside(
    submitted: Path, source: Path | None = None, *, ignore: Sequence[str] = (), students: Collection[str] = ()
) -> dict[str, Path]:
    """Return the files of a submission as nbgrader would lay them out in `autograded`, without notebooks.

    >>> files_beside(submitted, source, ignore=[".ipynb_checkpoints", "handin.toml"])
    {'data/points.csv': PosixPath('source/sums/data/points.csv'), 'timestamp.txt': ...}

    Keys are paths relative to the folder. A file of `source` takes the place of the submission's, as
    in `files_over`, unless it is among the `students`' (nbgrader's `exclude_overwriting`). Names that
    match `ignore` are left out, and links, pipes and the like of the submission.
    """
    teachers = {} if source is None else dict(_files(source, ignore, links=True))
    for name in students:
        teachers.pop(name, None)
    return files_over(dict(_files(submitted, ignore, links=False)), teachers)


def files_over(students: Mapping[str, _Content], teachers: Mapping[str, _Content]) -> dict[str, _Content]:
    """Lay the teacher's files over a student's, by relative path.

    >>> files_over({"data": b"mine", "a.py": b"mine"}, {"data/points.csv": b"1"})
    {'a.py': b'mine', 'data/points.csv': b'1'}

    What of the student's has the path of one of the teacher's is left out, and what is a file where
    the teacher's has a folder, or the reverse.
    """
    folders = {str(parent) for name in teachers for parent in PurePosixPath(name).parents}
    mine = {
        name: content
        for name, content in students.items()
        if name not in folders
        and name not in teachers
        and not teachers.keys() & {str(parent) for parent in PurePosixPath(name).parents}
    }
    return dict(sorted({**mine, **teachers}.items()))


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
