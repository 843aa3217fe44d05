"""nbgrader's step that runs a notebook, with our engine: for `nbgrader autograde` and formgrader's button."""

from __future__ import annotations

import atexit
from pathlib import Path
from typing import TYPE_CHECKING, Any

from nbgrader.preprocessors import Execute
from traitlets import Bool
from underhood_course.handin import HandinError, read_handin
from underhood_course.limits import Limits

from . import sandbox, submission
from .engines import LocalEngine, known_inside, material_of
from .engines.work import fill_in
from .policy import PolicyError, read_course_policy
from .restoring import release_of

if TYPE_CHECKING:
    from nbformat import NotebookNode

    from .engines import Material

__all__ = ["ApartExecute"]


class ApartExecute(Execute):  # type: ignore[misc]  # nbgrader ships no types
    """Run a notebook in the sandbox and its tests apart, within the limits that `handin.toml` gives.

    Stock nbgrader runs all of it as the teacher, limits single cells, and gives up on a submission
    whose kernel dies. The warm processes are kept for the next submission until nbgrader ends.
    """

    sandbox = Bool(True, help="Keep students' code from the teacher's files; without it, it runs as the teacher.").tag(
        config=True
    )

    def preprocess(self, nb: NotebookNode, resources: Any, km: Any = None) -> tuple[NotebookNode, Any]:  # noqa: ARG002
        """Run the notebook's cells, in order. Raises RunnerError and TeachError, and RuntimeError without a sandbox."""
        # nbconvert hands a step nothing but its exporter, whose parent is nbgrader's converter.
        course = self.parent.parent.coursedir
        about = resources["nbgrader"]
        engine, material = self._engine(course, about["assignment"], about["db_url"])
        folder = Path(course.format_path(course.submitted_directory, about["student"], about["assignment"]))
        _, files = submission.read_files(folder, [f"{name}.ipynb" for name in material.release.notebooks])
        fill_in(nb, engine.execute(material.task(about["notebook"], nb, files)))
        return nb, resources

    def _engine(self, course: Any, handin: str, db_url: str) -> tuple[LocalEngine, Material]:
        """Return the engine of a hand-in, made at its first submission and again after its tests were changed."""
        release = release_of(course, handin, db_url)
        source = Path(course.format_path(course.source_directory, ".", handin))
        key = (str(course.root), handin)
        if key in _ENGINES and _ENGINES[key][1].release.digest == release.digest:
            return _ENGINES[key]
        if self.sandbox and not (found := sandbox.probe()).available:
            message = (
                f"students' code can't be kept from your files: {found.reason}; {found.cure}; "
                "or set c.ApartExecute.sandbox = False, which runs it with all your rights"
            )
            raise RuntimeError(message)
        material = material_of(release, self._limits(source, Path(course.root)), source)
        engine = LocalEngine(material, workers=1, confined=self.sandbox)
        atexit.register(engine.close)
        material, warnings = known_inside(Path(course.root), material, engine)
        for warning in warnings:
            self.log.warning(warning)
        _ENGINES[key] = engine, material
        return engine, material

    def _limits(self, source: Path, root: Path) -> Limits:
        if not (source / "handin.toml").is_file():
            return Limits()
        try:
            return read_handin(source, read_course_policy(root)).limits
        except (HandinError, PolicyError) as error:
            self.log.warning("%s; the usual limits hold", error)
            return Limits()


_ENGINES: dict[tuple[str, str], tuple[LocalEngine, Material]] = {}
