"""For any three notebooks and any choices: what comes out is a notebook, and nothing of the student's is lost."""

import copy

import nbformat
from hypothesis import given, settings
from hypothesis import strategies as st
from underhood_course.student.updating import compare, merge

from .conftest import made, texts

WORDS = st.sampled_from(["", "x = 1", "x = 2\ny = 3", "## Part", "Some words.", "Some other words.", "a\r\nb", "æ ∑"])
CELL = st.tuples(WORDS, st.sampled_from(["code", "markdown"]))


@st.composite
def notebooks(draw):
    """A page as handed out, and two sides that changed, added, deleted and moved cells of it."""
    base = [made(f"id{number}", *draw(CELL)) for number in range(draw(st.integers(0, 6)))]
    with_ids = draw(st.booleans())

    def side(name):
        cells = [copy.deepcopy(cell) for cell in base if draw(st.integers(0, 4))]
        for cell in cells:
            if not draw(st.integers(0, 2)):
                cell["source"] = draw(WORDS) + name
        for number in range(draw(st.integers(0, 3))):
            cells.insert(draw(st.integers(0, len(cells))), made(f"{name}{number}", draw(WORDS) + name, "code"))
        if draw(st.booleans()):
            cells = draw(st.permutations(cells))
        return cells

    documents = []
    for one in (base, side("mine"), side("course")):
        cells = copy.deepcopy(one)
        for cell in cells:
            if not with_ids:
                del cell["id"]
        documents.append({"nbformat": 4, "nbformat_minor": 5 if with_ids else 4, "metadata": {}, "cells": cells})
    return tuple(documents)


@given(notebooks(), st.data())
@settings(max_examples=300, deadline=None)
def test_merging_never_loses_a_cell_that_the_student_wrote(documents, data):
    base, mine, course = documents
    before = copy.deepcopy(documents)
    comparison = compare(base, mine, course)
    choices = {row.key: data.draw(st.sampled_from(row.choices)) for row in comparison.rows}
    merged = merge(comparison, choices)
    nbformat.validate(merged)
    assert documents == before, "nothing that was given is changed"
    assert len({cell["id"] for cell in merged["cells"]}) == len(merged["cells"])

    after = texts(merged)
    for row in comparison.rows:
        if row.mine is None:
            continue
        written = row.kind == "added-by-you" or (row.own and choices[row.key] != "course")
        if written:
            assert row.mine["source"] in after
    # By default, all that the student wrote is there: as often as it was written.
    left = texts(merge(comparison))
    for row in comparison.rows:
        if row.mine is not None and row.own:
            left.remove(row.mine["source"])


@given(notebooks())
@settings(max_examples=200, deadline=None)
def test_every_cell_of_the_student_is_in_one_row(documents):
    base, mine, course = documents
    comparison = compare(base, mine, course)
    assert sorted(id(row.mine) for row in comparison.rows if row.mine is not None) == sorted(map(id, mine["cells"]))
    assert sorted(id(row.course) for row in comparison.rows if row.course is not None) == sorted(
        map(id, course["cells"])
    )
    assert len({row.key for row in comparison.rows}) == len(comparison.rows)


@given(notebooks())
@settings(max_examples=200, deadline=None)
def test_a_page_that_the_student_left_alone_becomes_the_courses(documents):
    base, _, course = documents
    merged = merge(compare(base, copy.deepcopy(base), course))
    assert texts(merged) == texts(course)


@given(notebooks())
@settings(max_examples=200, deadline=None)
def test_without_news_the_students_page_stays_as_it_is(documents):
    base, mine, _ = documents
    assert texts(merge(compare(base, mine, copy.deepcopy(base)))) == texts(mine)


@given(notebooks())
@settings(max_examples=100, deadline=None)
def test_merging_again_after_a_kill_loses_nothing(documents):
    """The page was written, the original was not: what was merged is compared with the old original."""
    base, mine, course = documents
    merged = merge(compare(base, mine, course))
    again = texts(merge(compare(base, merged, course)))
    for row in compare(base, mine, course).rows:
        if row.mine is not None and row.own:
            assert row.mine["source"] in again
