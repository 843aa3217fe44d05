"""Exercises in place: judged, shown, counted, opened and reset, and what the linter says of broken ones."""

import json
import linecache

import numpy as np
import pytest
from underhood_course import ProgressFile, Workspace, read_catalog
from underhood_course.check import check_activities, check_exercises
from underhood_course.exercises import Case, check
from underhood_course.exercises.attempts import (
    NoExerciseError,
    SolutionClosedError,
    back_up,
    note_try,
    page_with,
    solution,
)
from underhood_course.exercises.files import ExerciseError, digest, exercise_cell, find_exercise, read_exercise_file
from underhood_course.exercises.judge import judge
from underhood_course.exercises.showing import as_html, as_text
from underhood_course.exercises.values import LONGEST, difference, represent
from underhood_course.page import read_notebook
from underhood_course.schema import faults, schema
from underhood_course.student.folder import OutsideError

from .conftest import cell

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


# what comes of an answer


@pytest.mark.parametrize(
    ("source", "state", "passed"),
    [
        (START, "untouched", []),
        ("# a comment\n\ndef double(x):\n    return x  # another\n", "untouched", []),
        ("def double(x):\n    return x * x\n", "wrong", [True, False]),
        (SOLUTION, "right", [True, True]),
    ],
)
def test_the_three_states(small, source, state, passed):
    result = judged(define(source))
    assert list(faults(result, schema("check"))) == []
    assert result["state"] == state
    assert [case["passed"] for case in result["cases"]] == passed
    assert (result["page"], result["title"]) == ("m1/page", "Double it")


def test_expected_and_came_are_shown(small):
    case = judged(define("def double(x):\n    return x * x\n"))["cases"][1]
    assert (case["expected"], case["came"]) == ("6", "9")
    assert case["difference"]["max_error"] == "3"


def test_an_exception_is_shown_with_the_students_line(small):
    result = judged(define("import json\n\ndef double(x):\n    y = x\n    return json.loads('{')\n"))
    error = result["cases"][0]["error"]
    assert (error["kind"], error["line"], error["text"]) == ("JSONDecodeError", 5, "return json.loads('{')")
    assert list(faults(result, schema("check"))) == []


def test_an_answer_of_another_kind_is_wrong_and_none_is_untouched(small):
    assert judged(None)["state"] == judged(...)["state"] == "untouched"
    result = judged(7)
    assert "the answer is no function but 7" in result["cases"][0]["error"]["message"]


def test_what_an_answer_writes_into_its_input_changes_no_other_case(small):
    write_file(
        small,
        checks="answer = 'double'\nshared = [1]\ndef cases(random):\n"
        "    yield Case('a', (shared,), [1, 1])\n    yield Case('b', (shared,), [1, 1])\n",
    )
    result = judged(define("def double(x):\n    x.extend(x)\n    return x\n"))
    assert result["state"] == "right"


def test_a_text_is_untouched_if_it_is_the_one_handed_out(small):
    small.page("page", cell("# Title"), exercise(source='double = "let x = 1;"'), call())
    write_file(
        small, solution='double = "let x = 2;"', checks=CHECKS + "def call(answer, n):\n    return len(answer)\n"
    )
    assert judged("let x = 1;")["state"] == "untouched"
    assert judged("let x = 3;")["state"] == "wrong"


def test_a_machine_without_a_gpu_is_no_fault_of_the_students(small):
    write_file(
        small,
        checks=CHECKS + "class NoAdapterError(Exception): ...\ndef call(*_):\n    raise NoAdapterError('no GPU')\n",
    )
    result = judged(define(SOLUTION))
    assert (result["state"], result["reason"], result["cases"]) == ("unchecked", "no GPU", [])


@pytest.mark.parametrize("name", ["nowhere", "../exercises/double", "DOUBLE", "", "*"])
def test_an_unknown_name_is_said_in_words(small, name, capsys):
    check(name, None)
    assert "the course has no exercise" in capsys.readouterr().out


def test_without_a_kernel_the_result_is_text(small, capsys):
    check("double", define("def double(x):\n    return x * x\n"))
    assert capsys.readouterr().out.splitlines() == [
        "✗ Double it: not yet right, 1 of 2 checks pass",
        "three:",
        "  expected  6",
        "  came      9",
    ]


def test_what_a_student_writes_is_no_markup(small):
    result = judged(define("def double(x):\n    raise ValueError('<img src=x onerror=alert(1)>')\n"))
    assert "<img" in as_text(result)
    assert "<img" not in as_html(result)


# values


@pytest.mark.parametrize(
    ("expected", "came", "tolerance", "kind"),
    [
        (4, 4, 0, None),
        (4, np.int64(4), 0, None),
        ((3, 2), (3, 2), 0, None),
        ((3, 2), [3, 2], 0, None),
        (1.0, 1.0000001, 1e-6, None),
        (1e6, 1e6 + 0.5, 1e-6, None),
        (np.nan, np.nan, 0, None),
        (np.inf, np.inf, 0, None),
        ("a", "a", 0, None),
        ({"a": 1}, {"a": 1}, 0, None),
        ([[1], [1, 2]], [[1], [1, 2]], 0, None),
        (2**80, 2**80, 0, None),
        (4, 5, 0, "value"),
        (np.nan, 1.0, 0, "value"),
        (np.zeros(3), np.zeros(4), 0, "shape"),
        ((3, 2), 3, 0, "shape"),
        (4, None, 0, "type"),
        ("a", 1, 0, "type"),
        (2**80, 2**80 + 1, 0, "value"),
        (np.uint8(1), np.uint8(2), 0, "value"),
        (2**62 + 1, 2**62, 0, "value"),
    ],
)
def test_difference(expected, came, tolerance, kind):
    found = difference(expected, came, tolerance)
    assert (found and found["kind"]) == kind


def test_the_first_place_that_differs_is_named():
    wanted = np.arange(12, dtype=np.float32).reshape(3, 4)
    given = wanted.copy()
    given[1, 2] += 0.5
    given[2, 3] -= 2
    found = difference(wanted, given)
    assert (found["index"], found["expected"], found["came"]) == ("[1, 2]", "6.0", "6.5")
    assert (found["differing"], found["size"], found["max_error"]) == (2, 12, "2")


def test_values_are_short_whatever_they_are():
    class Evil:
        def __repr__(self):
            raise RuntimeError("no")

    for value in (np.zeros((1000, 1000)), list(range(10**5)), "x" * 10**6, Evil(), {i: i for i in range(1000)}):
        assert len(represent(value)) <= LONGEST
    assert represent(np.arange(3, dtype=np.uint8)) == "uint8 array of shape (3,): [0 1 2]"


# what is counted and what opens


@pytest.fixture
def student(tmp_path):
    return Workspace(tmp_path / "student")


def test_tries_count_when_the_code_changed_and_solved_stays_solved(small, student):
    page, progress = page_with(small.catalog(), "m1/page", "double"), ProgressFile(student.state)
    for code, right, state, tries in (
        ("a", False, "tried", 1),
        ("a", False, "tried", 1),
        ("b", False, "tried", 2),
        ("c", True, "solved", 3),
        ("d", False, "solved", 4),
    ):
        kept = note_try(progress, page, "double", right=right, code=code)["pages"]["m1/page"]
        assert (kept["exercises"]["double"]["state"], kept["exercises"]["double"]["tries"]) == (state, tries)
    assert kept["state"] == "started"


def test_the_solution_opens_after_three_tries_or_when_solved(small, student):
    page, progress = page_with(small.catalog(), "m1/page", "double"), ProgressFile(student.state)
    for tries in range(3):
        with pytest.raises(SolutionClosedError, match=f"after 3 tries; there were {tries}"):
            solution(progress, page, "double", START)
        note_try(progress, page, "double", right=False, code=str(tries))
    assert solution(progress, page, "double", START) == [
        {"sign": " ", "text": "def double(x):"},
        {"sign": "-", "text": "    return x"},
        {"sign": "+", "text": "    return 2 * x"},
    ]


def test_reset_keeps_the_students_code_first(small, student):
    page = page_with(small.catalog(), "m1/page", "double")
    kept = back_up(student, page, "double", "mine æ")
    assert kept["source"] == START
    assert (student.root / kept["path"]).read_text("utf-8") == "mine æ"
    assert kept["path"].startswith(".underhood/backups/m1/page/double-")
    assert back_up(student, page, "double", "more")["path"] != kept["path"]


def test_backups_never_leave_the_students_folder(small, student, tmp_path):
    (tmp_path / "elsewhere").mkdir()
    student.state.mkdir(parents=True)
    (student.state / "backups").symlink_to(tmp_path / "elsewhere")
    with pytest.raises(OutsideError):
        back_up(student, page_with(small.catalog(), "m1/page", "double"), "double", "mine")
    assert list((tmp_path / "elsewhere").iterdir()) == []


@pytest.mark.parametrize(("page", "name"), [("m1/page", "../../double"), ("m1/other", "double"), ("m1/page", "other")])
def test_what_is_no_exercise_is_refused(small, page, name):
    with pytest.raises(NoExerciseError):
        page_with(small.catalog(), page, name)


def test_a_page_that_links_to_a_solution_does_not_bring_it_along(small, student):
    small.page("page", cell("# Title\n\n[peek](exercises/double.py)"), exercise(), call())
    catalog = small.catalog()
    student.open(catalog.page("m1/page"), catalog)
    assert not list(student.root.rglob("double.py"))


# the linter


def problems(course):
    catalog = course.catalog()
    found = [*catalog.problems, *check_activities(catalog), *check_exercises(catalog)]
    return [str(problem).replace("m1-one/page.ipynb", "page") for problem in found]


def test_a_good_exercise_is_in_the_catalog_and_nothing_is_said(small):
    assert problems(small) == []
    assert small.catalog().page("m1/page").to_dict()["exercises"] == [
        {"name": "double", "title": "Double it", "level": 1, "hints": HINTS}
    ]


@pytest.mark.parametrize(
    ("cells", "said"),
    [
        ([exercise(hints=[])], "page cell 2 metadata.underhood.exercise.hints: [] should be non-empty"),
        (
            [exercise(name="Double It")],
            'page cell 2 metadata.underhood.exercise.name: "Double It" doesn\'t match ^[a-z0-9]+(-[a-z0-9]+)*$',
        ),
        ([cell(START, "exercise", kind="code")], "page cell 2 metadata.underhood.exercise.name: is missing; add it"),
        ([exercise(tags=())], 'page cell 2 tags: is an exercise without the tag "exercise"; add it'),
        (
            [exercise(), call(), exercise(source="x = 1")],
            'page cell 4 metadata.underhood.exercise.name: "double" is another exercise\'s already',
        ),
        (
            [exercise()],
            'page cell 2: no cell below it has check("double", …); without it nobody can check the exercise',
        ),
        ([exercise(name="other"), call("other")], "page cell 2: there is no m1-one/exercises/other.py; add it"),
        (
            [exercise(source=SOLUTION), call()],
            'page: exercise "double": what is handed out passes already; leave something to do',
        ),
        (
            [exercise(source="double(("), call()],
            "page: exercise \"double\": <start of double> does not run by itself: SyntaxError: '(' was never closed",
        ),
    ],
)
def test_each_fault_of_an_exercise_has_its_line(small, cells, said):
    small.page("page", cell("# Title"), *cells)
    assert any(said in one for one in problems(small)), problems(small)


@pytest.mark.parametrize(
    ("parts", "said"),
    [
        ({"solution": START}, 'its solution fails its own check "two": expected 4, 2 came'),
        (
            {"solution": "def double(x):\n    return y"},
            "its solution fails its own check \"two\": name 'y' is not defined",
        ),
        ({"solution": "x = 1"}, "<solution of double> defines no `double`, which its checks want"),
        ({"checks": "answer = 'double'"}, "the checks of double.py define no `cases`"),
        ({"checks": "1 / 0"}, "the checks of double.py stop with ZeroDivisionError"),
        ({"checks": "answer = 'double'\ndef cases(random):\n    yield from ()\n"}, "its checks try nothing"),
        ({"checks": ""}, 'double.py has no part that begins with "# %% checks"'),
    ],
)
def test_each_fault_of_its_file_has_its_line(small, parts, said):
    write_file(small, **parts)
    assert any(said in one for one in problems(small)), problems(small)


def test_two_pages_may_not_have_one_name_and_no_file_is_left_over(small):
    small.page("second", cell("# Title"), exercise(), call())
    write_file(small, "forgotten")
    said = problems(small)
    assert 'm1-one/second.ipynb: the exercise "double" is in page already; give each its own name' in said
    assert (
        'm1-one/exercises/forgotten.py: no page of the module has an exercise "forgotten"; add one or remove the file'
        in said
    )


# the course's own


@pytest.mark.parametrize(
    ("page", "name"), [(page.id, one.name) for page in read_catalog().pages() for one in page.exercises]
)
def test_every_exercise_of_the_course_is_untouched_as_handed_out_and_right_when_solved(page, name):
    file, handed_out = find_exercise(name)
    assert handed_out.page == page
    answer = "reverse_tiles" if name == "reverse-tiles" else name.replace("-", "_")
    assert judge(name, define(handed_out.source, answer), file, handed_out)["state"] == "untouched"
    assert judge(name, define(file.solution, answer), file, handed_out)["state"] in ("right", "unchecked")


def test_the_course_has_exercises_at_levels_2_3_and_4():
    levels = {one.level for page in read_catalog().pages() for one in page.exercises}
    assert levels >= {2, 3, 4}


def test_a_broken_file_is_named(tmp_path):
    with pytest.raises(ExerciseError, match="there is no"):
        read_exercise_file(tmp_path / "m1" / "exercises" / "x.py")


def test_a_notebook_with_odd_metadata_has_no_exercises(tmp_path):
    file = tmp_path / "odd.ipynb"
    cells = [
        {"cell_type": "code", "metadata": one, "source": ""} for one in (None, [], {"underhood": 3}, {"underhood": {}})
    ]
    file.write_text(json.dumps({"nbformat": 4, "metadata": {}, "cells": cells}))
    assert exercise_cell(read_notebook(file, "odd"), "double") is None


def test_a_case_is_what_its_docstring_says():
    assert Case("10 elements in groups of 4", (10, 4), (3, 2)).tolerance == 0
