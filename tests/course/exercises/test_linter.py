"""What the linter says of exercises that are broken."""

import pytest
from underhood_course.check import check_activities, check_exercises

from ..conftest import cell  # noqa: TID252 - tests are no package that an absolute import could find
from .conftest import HINTS, SOLUTION, START, call, exercise, write_file


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
