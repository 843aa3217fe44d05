"""nbgrader's configuration of a course directory."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from nbgrader.converters import Autograde, GenerateAssignment, GenerateFeedback
from nbgrader.preprocessors import (
    ClearHiddenTests,
    ClearSolutions,
    Execute,
    GetGrades,
    OverwriteCells,
    SaveAutoGrades,
)
from traitlets.config.loader import LazyConfigValue

from .environment import programs_on_path
from .execution import ApartExecute
from .feedback.step import ClearHiddenTestsAndHints, GuardedGrades
from .inbox import CarefulCollect
from .restoring import RestoreCells
from .scoring import StrictAutoGrades
from .showing import add_to
from .stubs import ClearSolutionsAndShaders

if TYPE_CHECKING:
    from pathlib import Path

__all__ = ["CONFIGURATIONS", "configure", "configure_grading"]

CONFIGURATIONS = ("nbgrader_config.*", "jupyter_config.*")
"""What formgrader would run in a folder that it is pointed at; no submission brings its own."""

_OURS = {
    ClearHiddenTests: ClearHiddenTestsAndHints,
    ClearSolutions: ClearSolutionsAndShaders,
    GetGrades: GuardedGrades,
    OverwriteCells: RestoreCells,
    Execute: ApartExecute,
    SaveAutoGrades: StrictAutoGrades,
}


def configure(c: Any, course_dir: Path, *, course_id: str = "underhood", exchange: Path | str | None = None) -> None:
    """Configure nbgrader for a course directory; its `nbgrader_config.py` calls this.

    >>> configure(get_config(), Path(__file__).parent)

    The exchange is `course_dir/exchange` unless another is given. What the file sets afterwards
    wins. nbgrader's commands, formgrader and `underhood teach` all read that file.
    """
    root = course_dir.resolve()
    c.CourseDirectory.root = str(root)
    c.CourseDirectory.course_id = course_id
    c.CourseDirectory.db_url = f"sqlite:///{root / 'gradebook.db'}"
    c.Exchange.root = str(exchange or root / "exchange")
    # nbgrader's own list, and ours: handin.toml is the teacher's, and formgrader runs a folder's configuration.
    c.CourseDirectory.ignore = [
        ".ipynb_checkpoints",
        "*.pyc",
        "__pycache__",
        "feedback",
        "handin.toml",
        *CONFIGURATIONS,
    ]
    configure_grading(c)


def configure_grading(c: Any) -> None:
    """Put our steps in place of nbgrader's, in any course directory: from the stubs to what pages show.

    Lists of steps that the configuration sets already keep their other steps and their order.
    """
    programs_on_path()
    for section, step_list in (
        (GenerateAssignment, "preprocessors"),
        (Autograde, "sanitize_preprocessors"),
        (Autograde, "autograde_preprocessors"),
        (GenerateFeedback, "preprocessors"),
    ):
        own = c[section.__name__]
        steps = getattr(section, step_list).default()
        if step_list in own:
            chosen = own[step_list]
            steps = chosen.get_value(steps) if isinstance(chosen, LazyConfigValue) else chosen
        own[step_list] = [_OURS.get(step, step) for step in steps]
    if "collect" not in c.ExchangeFactory:
        c.ExchangeFactory.collect = CarefulCollect
    add_to(c)
