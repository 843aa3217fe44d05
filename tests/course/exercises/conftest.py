"""A course with one exercise, and answers to it as a notebook defines them."""

import linecache

import pytest
from underhood_course.exercises.files import digest, find_exercise
from underhood_course.exercises.judge import judge

from ..conftest import cell  # noqa: TID252 - tests are no package that an absolute import could find

START = "def double(x):\n    return x\n"
SOLUTION = "def double(x):\n    return 2 * x\n"
CHECKS = "answer = 'double'\n\ndef cases(random):\n    yield Case('two', (2,), 4)\n    yield Case('three', (3,), 6)\n"
HINTS = ["Twice is two times.", "2 * x"]


def exercise(name="double", source=START, tags=("exercise",), **metadata):
    own = {"name": name, "title": "Double it", "hints": HINTS} | metadata
    return cell(source, kind="code", metadata={"tags": list(tags), "underhood": {"exercise": own}})


def call(name="double"):
    return cell(f'from underhood_course.exercises import check\n\ncheck("{name}", double)', kind="code")


def write_file(course, name="double", solution=SOLUTION, checks=CHECKS):
    file = course.folder / "m1-one" / "exercises" / f"{name}.py"
    file.parent.mkdir(parents=True, exist_ok=True)
    file.write_text(f"# %% solution\n{solution}\n\n# %% checks\n{checks}")
    return file


@pytest.fixture
def small(course, monkeypatch):
    """A course with one exercise, as the installed one."""
    course.page("page", cell("# Title"), exercise(), call())
    write_file(course)
    monkeypatch.setattr("underhood_course.exercises.files.course_folder", lambda: course.folder)
    return course


def define(source, name="double"):
    """Define a function as a notebook's cell does."""
    file = f"<cell {digest(source)}>"
    linecache.cache[file] = (len(source), None, source.splitlines(keepends=True), file)
    namespace = {}
    exec(compile(source, file, "exec"), namespace)
    return namespace[name]


def judged(answer):
    return judge("double", answer, *find_exercise("double"))
