"""What grading needs and what can be started before nbgrader is imported, which takes a second or two."""

from __future__ import annotations

import json
import stat
import threading
from collections import Counter
from contextlib import suppress
from typing import TYPE_CHECKING, Any, Self

from . import sandbox
from .runner import Runner, RunnerError, modules, role, used, warmed

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator
    from pathlib import Path

    from .runner import Role

__all__ = ["HeadStart"]

# Being ready for something takes up to a second, and saves as much for each submission that uses it.
_WORTH_IT = 8  # submissions
_LOOKED_AT = 24  # submissions, at most about twice as many
_LARGEST = 1 << 20  # bytes


class HeadStart:
    """The warm processes and the probe of the sandbox, under way.

    >>> with HeadStart(root, "convolution") as early:
    ...     teach.grade(Course.open(root), "convolution", early=early)

    What is imported beforehand is taken from the hand-in's source notebooks where nbgrader's own
    layout has them; what is made ready, from the submissions, too. Where they can't be read or the
    processes can't be started there is no runner, and whoever grades finds out why.
    """

    def __init__(self, root: Path, handin: str, *, workers: int | None = None, confined: bool = True) -> None:
        self._found: sandbox.Sandbox | None = None
        self.runner: Runner | None = None
        folder = root.expanduser() / "source" / handin
        notebooks = sorted(folder.glob("*.ipynb"))
        cells = [cell for file in notebooks for cell in _cells(file)]
        if names := _modules(cells, folder):
            ready = warmed(cells)
            ready["student"] |= _widely_used(root.expanduser(), handin, [file.name for file in notebooks])
            with suppress(RunnerError, OSError, ValueError):
                self.runner = Runner(names, ready=ready, workers=workers, confined=confined, wait=False, trial=True)
        self._thread = threading.Thread(target=self._probe, daemon=True)
        if confined:
            self._thread.start()

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        if self.runner is not None:
            self.runner.close()

    def probed(self) -> sandbox.Sandbox:
        """Return what the probe found."""
        if self._thread.ident is not None:
            self._thread.join()
        return self._found or sandbox.probe()

    def _probe(self) -> None:
        self._found = sandbox.probe(self.runner.try_out if self.runner else None)


def _modules(cells: list[tuple[Role, str]], folder: Path) -> list[str]:
    """Return what cells import, from a folder's own files apart."""
    own = {file.stem for file in folder.glob("*.py")}
    return [name for name in modules(source for _, source in cells) if name.partition(".")[0] not in own]


def _widely_used(root: Path, handin: str, names: Iterable[str]) -> frozenset[str]:
    """Return what many of the submissions use, by a look at some of them; the teacher may have solved it otherwise.

    `names` are those of the hand-in's notebooks: what else somebody handed in is not looked at.
    """
    wanted = list(names)
    files = [
        [one for name in wanted if _is_small(one := folder / name)] for folder in root.glob(f"submitted/*/{handin}")
    ]
    some = files[:: max(1, len(files) // _LOOKED_AT)]
    found = Counter(
        name
        for notebooks in some
        for name in {use for file in notebooks for _, cell in _cells(file) for use in used(cell)}
    )
    return frozenset(name for name, times in found.items() if times * len(files) >= _WORTH_IT * len(some))


def _is_small(file: Path) -> bool:
    """Return whether a submitted file is one, and no larger than a notebook is: nobody has looked at it yet."""
    try:
        found = file.lstat()
    except OSError:
        return False
    return stat.S_ISREG(found.st_mode) and found.st_size <= _LARGEST


def _cells(file: Path) -> Iterator[tuple[Role, str]]:
    """Find the code cells of a notebook: role and source."""
    try:
        notebook: Any = json.loads(file.read_text("utf-8"))
        cells = [cell for cell in notebook["cells"] if cell["cell_type"] == "code"]
        for cell in cells:
            source = cell["source"]
            mark = cell.get("metadata", {}).get("nbgrader", {})
            yield role(mark), source if isinstance(source, str) else "".join(source)
    except (OSError, ValueError, KeyError, TypeError, AttributeError, RecursionError):
        return
