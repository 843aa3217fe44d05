"""A small hand-in of plain Python functions, and students who hand it in through a real exchange."""

from __future__ import annotations

import json
import os
import shutil
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import jsonschema
import nbformat
import pytest
import underhood_grading
from nbformat.v4 import new_code_cell, new_markdown_cell, new_notebook
from nbgrader.apps.api import NbGraderAPI
from nbgrader.coursedir import CourseDirectory
from nbgrader.exchange.default import ExchangeFetchAssignment, ExchangeSubmit
from nbgrader.server_extensions.assignment_list.handlers import AssignmentList
from traitlets.config import Config
from underhood_grading import teach
from underhood_grading.student import CourseHandin, handins


def pytest_configure(config: pytest.Config) -> None:
    # nbgrader's way to add a submission makes SQLAlchemy warn.
    config.addinivalue_line("filterwarnings", "ignore::sqlalchemy.exc.SAWarning")


HANDIN_TOML = """\
title = "Sums and shaders"
module = "m1"
notebooks = ["sums.ipynb"]

[limits]
seconds = 60

[[parts]]
name = "double"
title = "Doubling"
kind = "required"
cells = ["test-double"]

[[parts]]
name = "sum"
title = "Partial sums"
kind = "required"
cells = ["test-sum"]

[[parts]]
name = "shader"
title = "A shader"
kind = "invited"
cells = ["test-shader"]
specializations = { computer-graphics = "required" }
"""

DOUBLE = "def double(x):\n    ### BEGIN SOLUTION\n    return 2 * x\n    ### END SOLUTION"
SUM = (
    "def partial_sums(x):\n    ### BEGIN SOLUTION\n    out, total = [], 0\n    for one in x:\n"
    "        total += one\n        out.append(total)\n    return out\n    ### END SOLUTION"
)
SHADER = (
    'SHADER = """\n@compute @workgroup_size(64)\nfn main(@builtin(global_invocation_id) id: vec3u) {\n'
    "    // BEGIN SOLUTION\n    output[id.x] = 2.0 * input[id.x];\n    // END SOLUTION\n}\n"
    '"""'
)
TEST_DOUBLE = (
    "assert double(2) == 4\n### BEGIN HIDDEN TESTS\nassert double(-3) == -6\n### END HIDDEN TESTS\nprint('passed')"
)
TEST_SUM = "points = 0\npoints += partial_sums([1, 2]) == [1, 3]\npoints += 2 * (partial_sums([]) == [])\npoints"
TEST_SHADER = "assert 'output[id.x] = 2.0' in SHADER"


def _mark(name: str, *, points: float | None = None, solution: bool = False, locked: bool = True) -> dict[str, Any]:
    mark = {
        "grade": points is not None,
        "grade_id": name,
        "locked": locked,
        "schema_version": 3,
        "solution": solution,
        "task": False,
    }
    return {"nbgrader": mark if points is None else {**mark, "points": points}}


def source_notebook() -> Any:
    """Return the hand-in's source notebook, with solutions."""
    cells = [
        new_markdown_cell("# Sums", metadata=_mark("text")),
        new_code_cell(DOUBLE, metadata=_mark("double", solution=True, locked=False)),
        new_code_cell(TEST_DOUBLE, metadata=_mark("test-double", points=2)),
        new_code_cell(SUM, metadata=_mark("sum", solution=True, locked=False)),
        new_code_cell(TEST_SUM, metadata=_mark("test-sum", points=3)),
        new_code_cell(SHADER, metadata=_mark("shader", solution=True, locked=False)),
        new_code_cell(TEST_SHADER, metadata=_mark("test-shader", points=4)),
    ]
    for number, cell in enumerate(cells):
        cell["id"] = f"cell-{number}"
    notebook = new_notebook(cells=cells)
    notebook.metadata["kernelspec"] = {"name": "python3", "display_name": "Python 3", "language": "python"}
    return notebook


def write_handin(folder: Path, toml: str = HANDIN_TOML) -> Path:
    """Write the hand-in's folder."""
    folder.mkdir(parents=True)
    (folder / "handin.toml").write_text(toml)
    nbformat.write(source_notebook(), folder / "sums.ipynb")
    return folder


@dataclass
class Student:
    """A student with a folder and a cache of their own, handing in through nbgrader."""

    name: str
    root: Path
    exchange: Path
    course_id: str = "underhood"

    @property
    def notebook(self) -> Path:
        return self.root / "sums" / "sums.ipynb"

    def _step(self, kind: Any) -> Any:
        config = Config()
        config.Exchange.root = str(self.exchange)
        config.Exchange.assignment_dir = str(self.root)
        config.Exchange.cache = str(self.root / ".underhood" / "nbgrader_cache")
        # As with `nbgrader submit --student`: all tests run as one user of the machine.
        course = CourseDirectory(
            config=config, course_id=self.course_id, assignment_id="sums", student_id=self.name, root=str(self.root)
        )
        return kind(coursedir=course, authenticator=NbGraderAPI(config=config).authenticator, config=config)

    def fetch(self) -> None:
        self.root.mkdir(parents=True, exist_ok=True)
        self._step(ExchangeFetchAssignment).start()

    def write(self, **answers: str) -> None:
        """Write sources into cells, by nbgrader id with `_` for `-`."""
        notebook = nbformat.read(self.notebook, 4)
        for cell in notebook.cells:
            name = cell.metadata.nbgrader.grade_id.replace("-", "_")
            cell.source = answers.get(name, cell.source)
        nbformat.write(notebook, self.notebook)

    def solve(self) -> None:
        self.write(double=DOUBLE, sum=SUM, shader=SHADER)

    def hand_in(self) -> None:
        self._step(ExchangeSubmit).start()


@pytest.fixture
def closed_folder(tmp_path: Path) -> Path:
    """A folder that this process may not write to; root may write anywhere."""
    folder = tmp_path / "closed"
    folder.mkdir(mode=0o500)
    if os.access(folder, os.W_OK):
        pytest.skip("root may write into a read-only folder")
    return folder


@pytest.fixture
def handin_folder(tmp_path: Path) -> Path:
    return write_handin(tmp_path / "handins" / "sums")


@pytest.fixture(scope="session")
def made_course(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A course directory as `init` makes it; tests take copies of it."""
    base = tmp_path_factory.mktemp("made")
    teach.init(base / "course", [write_handin(base / "handins" / "sums")])
    return base / "course"


@pytest.fixture(scope="session")
def released_course(made_course: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A course directory with the hand-in released; tests take copies of it."""
    room = copy_course(made_course, tmp_path_factory.mktemp("released"))
    teach.release(room.course, "sums")
    return room.course.root


@dataclass
class Classroom:
    """A released course directory of its own, and its students."""

    base: Path
    course: teach.Course

    def student(self, name: str) -> Student:
        """Return a student who has fetched the hand-in."""
        one = Student(name, self.base / "students" / name, self.course.exchange)
        one.fetch()
        return one

    def rows(self) -> dict[str, Any]:
        """Return the hand-in's status rows by student, as `status --json` prints them."""
        statuses = json.loads(json.dumps(teach.status(self.course, "sums")))
        return {row["student"]: row for row in statuses[0]["submissions"]}


def copy_course(released_course: Path, base: Path) -> Classroom:
    # The copy configures itself: nbgrader_config.py goes by where it lies.
    root = base / "course"
    shutil.copytree(released_course, root)
    return Classroom(base, teach.Course.open(root))


@pytest.fixture
def classroom(released_course: Path, tmp_path: Path) -> Classroom:
    return copy_course(released_course, tmp_path)


@pytest.fixture(scope="session")
def new_classroom(released_course: Path, tmp_path_factory: pytest.TempPathFactory) -> Any:
    """Make classrooms that several tests share."""
    return lambda name: copy_course(released_course, tmp_path_factory.mktemp(name))


SCHEMA = json.loads((Path(__file__).parents[2] / "course/underhood_course/schemas/handins.schema.json").read_text())
KNOWN = [CourseHandin("sums", "m1/sums", 5.0), CourseHandin("later", "m1/later", 2.0)]
CONFIG = Path(underhood_grading.__path__[0]) / "student_config"


class Desk:
    """A student's folder with the service of a server that was started in it."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.manager = AssignmentList()
        self.manager.root_dir = str(folder)

    def look(self) -> dict:
        before = Path.cwd()
        found, _ = handins(self.folder, KNOWN, manager=self.manager, course_id="underhood")
        assert Path.cwd() == before
        jsonschema.validate(found, SCHEMA)
        return found

    def sums(self) -> dict:
        found = self.look()
        assert found["problem"] is None
        return {one["name"]: one for one in found["handins"]}["sums"]


@pytest.fixture
def desk(tmp_path, monkeypatch):
    def make(exchange: Path) -> Desk:
        folder = tmp_path / "workspace"
        folder.mkdir(exist_ok=True)
        monkeypatch.setenv("JUPYTER_CONFIG_PATH", str(CONFIG))
        monkeypatch.setenv("UNDERHOOD_COURSE_ID", "underhood")
        monkeypatch.setenv("UNDERHOOD_EXCHANGE", str(exchange))
        monkeypatch.setenv("UNDERHOOD_WORKSPACE", str(folder))
        return Desk(folder)

    return make
