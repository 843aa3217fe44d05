"""What comes of an answer: the three states, what is shown, and what is nobody's fault."""

import pytest
from underhood_course.exercises import check
from underhood_course.exercises.showing import as_html, as_text
from underhood_course.schema import faults, schema

from ..conftest import cell  # noqa: TID252 - tests are no package that an absolute import could find
from .conftest import CHECKS, SOLUTION, START, call, define, exercise, judged, write_file


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
