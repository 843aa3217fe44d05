"""Lines and words side by side."""

import time

from hypothesis import given
from hypothesis import strategies as st
from underhood_course.student.updating import difference


def side(lines, name):
    return ["".join(part["text"] for part in line[name]) for line in lines if line[name] is not None]


def test_words_are_marked_where_a_line_changed():
    (line,) = difference("a = 1", "a = 2")
    assert not line["same"]
    assert [part["text"] for part in line["mine"] if part["changed"]] == ["1"]
    assert [part["text"] for part in line["course"] if part["changed"]] == ["2"]


def test_a_line_of_one_side_stands_alone():
    same, new = difference("one", "one\ntwo")
    assert same["same"]
    assert new["mine"] is None
    assert side([new], "course") == ["two"]


def test_what_has_little_in_common_changed_as_a_whole():
    (line,) = difference("completely", "something(else)")
    assert line["mine"] == [{"text": "completely", "changed": False}]


@given(st.text(max_size=200), st.text(max_size=200))
def test_both_texts_can_be_read_from_it(mine, course):
    lines = difference(mine, course)
    assert side(lines, "mine") == mine.splitlines()
    assert side(lines, "course") == course.splitlines()


def test_a_huge_cell_takes_no_minutes():
    began = time.perf_counter()
    difference("\n".join(f"{n} x" for n in range(50_000)), "\n".join(f"{n} y" for n in range(50_000)))
    difference("x " * 100_000, "y " * 100_000)
    assert time.perf_counter() - began < 5
