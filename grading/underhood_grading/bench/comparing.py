"""One hand-in graded by both, and what came of it."""

from __future__ import annotations

import math
import os
import shutil
import statistics
import sys
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

from underhood_grading.records import read_record

from .alone import seconds_alone
from .classroom import make
from .gradebooks import differences, read_scores
from .watching import BenchError, stock_command, watch

if TYPE_CHECKING:
    from .handin import Handin
    from .watching import Run

__all__ = ["Comparison", "Memory", "compare", "grow"]

_TIMES = 3  # that ours grades; an odd number


@dataclass(frozen=True)
class Comparison:
    """What grading a hand-in took; `stock` may have graded fewer than the `students` that we did.

    A machine that is shared may be half as fast for some seconds, and ours takes few: of several runs, before and
    after stock's, `ours` is the one in the middle, `ours_seconds` what each took.
    `cells` scores were compared, `different` has a sentence for each that is not the same. Of each
    submission, `submission` is how long it took from its bytes to its points, `alone` its own code.
    """

    handin: str
    students: int
    stock_students: int
    ours: Run
    ours_seconds: tuple[float, ...]
    stock: Run
    cells: int
    different: tuple[str, ...]
    submission: tuple[float, ...]
    alone: tuple[float, ...]
    load: tuple[float, float, float]

    @property
    def factor(self) -> float:
        """How many times longer stock nbgrader takes for all students, its start included."""
        return self.stock.seconds_of(self.students) / self.ours.seconds

    @property
    def pace_factor(self) -> float:
        """The same for each further student; infinite if all of ours were there at once, as a few are on many cores."""
        return self.stock.pace / self.ours.pace if self.ours.pace else math.inf

    @property
    def overhead(self) -> float:
        """Median seconds of a submission besides its own code."""
        pairs = zip(self.submission, self.alone, strict=True)
        return statistics.median(submission - alone for submission, alone in pairs)

    def as_dict(self) -> dict[str, Any]:
        """Return everything as plain data for JSON; of runs, what was derived too."""
        runs = {
            name: asdict(run) | {"first": run.first, "pace": run.pace, "seconds_of_all": run.seconds_of(self.students)}
            for name, run in (("ours", self.ours), ("stock", self.stock))
        }
        derived = {"factor": self.factor, "pace_factor": self.pace_factor, "overhead": self.overhead}
        return asdict(self) | runs | derived


@dataclass(frozen=True)
class Memory:
    """The caller's resident megabytes after shares of many submissions."""

    students: int
    seconds: float
    megabytes: dict[str, float]


def compare(handin: Handin, folder: Path, *, students: int, stock_students: int, seed: int) -> Comparison:
    """Grade a hand-in by both commands, ours first, and again afterwards. Raises BenchError if one of them fails."""
    room = make(handin, folder, students=students, stock_students=stock_students, seed=seed)
    copies = [Path(shutil.copytree(room.ours, folder / f"ours-{time}")) for time in range(1, _TIMES)]
    load = os.getloadavg()
    runs = [watch(_our_command(handin.name), room.ours, students)]
    stock = watch(stock_command(handin.name), room.stock, stock_students)
    runs += [watch(_our_command(handin.name), copy, students) for copy in copies]
    ours = sorted(runs, key=lambda run: run.seconds)[len(runs) // 2]
    records = [read_record(room.ours, handin.name, one) for one in room.students]
    name = f"{handin.name}.ipynb"
    notebooks = [room.ours / "autograded" / one / handin.name / name for one in room.students]
    return Comparison(
        handin.name,
        students,
        stock_students,
        ours,
        tuple(run.seconds for run in runs),
        stock,
        sum(student in room.stock_students for student, _ in read_scores(room.stock)),
        tuple(differences(room.ours, room.stock, room.stock_students)),
        tuple(record.seconds for record in records if record is not None),
        tuple(seconds_alone(handin.modules, notebooks)),
        load,
    )


def grow(handin: Handin, folder: Path, *, students: int, seed: int) -> Memory:
    """Grade many submissions and look at the caller's memory meanwhile."""
    room = make(handin, folder, students=students, stock_students=0, seed=seed)
    run = watch(_our_command(handin.name), room.ours, students)
    megabytes = {}
    for share in (0.1, 0.5, 1.0):
        seen = max(count for count in run.memory if count <= share * students)
        megabytes[f"{share:.0%}"] = run.memory[seen]
    return Memory(students, run.seconds, megabytes)


def _our_command(handin: str) -> list[str]:
    program = Path(sys.executable).with_name("underhood")
    if not program.is_file():
        raise BenchError(f"there is no {program}; install Underhood into this environment")
    return [str(program), "teach", "grade", handin]
