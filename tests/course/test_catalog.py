"""The catalog: of the real course, and of every fault that the sidebar must survive."""

import json
import os

import pytest
from jsonschema import Draft202012Validator
from underhood_course import course_folder, read_catalog
from underhood_course.catalog import CourseError
from underhood_course.schema import faults, schema

from .conftest import cell


def test_the_real_course_is_what_its_schema_says_and_has_no_problems():
    catalog = read_catalog()
    assert catalog.problems == ()
    Draft202012Validator.check_schema(schema("catalog"))
    assert list(faults(catalog.to_dict(), schema("catalog"))) == []
    json.dumps(catalog.to_dict())


def test_the_real_course_gives_every_filter_something_to_filter():
    pages = list(read_catalog().pages())
    sections = [section for page in pages for section in page.sections]
    assert {page.level for page in pages} >= {1, 2, 4}
    assert {section.level for section in sections} >= {3}
    named = {one for part in (*pages, *sections) for one in part.specializations}
    assert named >= {"computer-graphics", "deep-learning"}
    assert any(part.additional_reading for part in (*pages, *sections))
    assert [page.handin.name for page in read_catalog().handins()] == ["convolution"]


def test_the_handins_parts_and_points():
    handin = read_catalog().page("m1/handin-convolution").handin
    assert [(part.name, part.kind) for part in handin.parts] == [
        ("naive", "required"),
        ("padded", "required"),
        ("shared", "invited"),
    ]
    assert handin.points() == sum(part.points for part in handin.parts if part.kind == "required") > 0


def test_sections_take_what_the_heading_above_says(course):
    course.page(
        "gpu",
        cell("# Title\n\none two three"),
        cell("## Deep\n\nfour five", "level-3", "for-deep-learning"),
        cell("### Deeper\n\nsix"),
        cell("some `code` and [a link](https://example.org/long/path)"),
        cell("print(1)\n\nprint(2)", kind="code"),
        cell("## Reading", "additional-reading"),
        level=2,
    )
    page = course.catalog().page("m1/gpu")
    deep, deeper, reading = page.sections
    assert (deep.level, deep.specializations, deep.words) == (3, ("deep-learning",), 3)
    assert (deeper.level, deeper.specializations, deeper.words) == (3, ("deep-learning",), 7)
    assert deeper.code_lines == 2
    assert (reading.level, reading.specializations, reading.additional_reading) == (2, (), True)
    assert page.words == 4 + 3 + 7 + 1
    assert course.problems() == []


@pytest.mark.parametrize(
    ("changes", "expected"),
    [
        ({"level": 5}, "m1-one/bad.ipynb metadata.underhood.level: 5 is none of 1, 2, 3, 4"),
        ({"level": "2"}, 'metadata.underhood.level: "2" is not an integer'),
        ({"kind": "lesson"}, 'metadata.underhood.kind: "lesson" is none of page, exercise, handin, quiz, project'),
        ({"id": "m1/Bad Name"}, "metadata.underhood.id"),
        ({"id": "m2/bad"}, 'must begin with "m1/"'),
        ({"colour": "red"}, "metadata.underhood.colour: is no field; there are id, title"),
        (
            {"specializations": ["cooking"]},
            '"cooking" is no specialization; there are deep-learning, computer-graphics',
        ),
        ({"requires": ["m1/nowhere"]}, '"m1/nowhere" is no page of the course'),
    ],
)
def test_wrong_metadata_name_file_and_field_and_leave_the_rest(course, changes, expected):
    course.page("good")
    course.page("bad", **changes)
    (problem,) = course.problems()
    assert problem.startswith("m1-one/bad.ipynb")
    assert expected in problem
    assert course.catalog().page("m1/good")


def test_missing_metadata_and_fields(course):
    course.raw("bare", json.dumps({"nbformat": 4, "nbformat_minor": 5, "metadata": {}, "cells": []}))
    course.page("half", metadata={"id": "m1/half"})
    assert course.problems() == [
        "m1-one/bare.ipynb metadata.underhood: is missing; a page says its id, title, kind and level there",
        "m1-one/half.ipynb metadata.underhood.title: is missing; add it",
        "m1-one/half.ipynb metadata.underhood.kind: is missing; add it",
        "m1-one/half.ipynb metadata.underhood.level: is missing; add it",
    ]


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("{", "is not a notebook: its JSON is broken"),
        ("", "is not a notebook: its JSON is broken"),
        ("[]", "is no notebook of format 4"),
        ('{"nbformat": 3}', "is no notebook of format 4"),
        ('{"nbformat": 4, "cells": 7}', "has no list of cells"),
        ("[" * 100_000, "is not a notebook"),
    ],
)
def test_what_is_no_notebook_is_named_and_the_rest_is_there(course, text, words):
    course.page("good")
    course.raw("bad", text)
    (problem,) = course.problems()
    assert problem.startswith("m1-one/bad.ipynb")
    assert words in problem
    assert [page.id for page in course.catalog().pages()] == ["m1/good"]


def test_a_missing_and_an_unlisted_notebook(course):
    course.page("good")
    course.page("gone").unlink()
    (course.folder / "m1-one" / "lost.ipynb").write_text("{}")
    missing, unlisted = course.problems()
    assert missing == "m1-one/gone.ipynb: there is no such notebook; correct course.toml or add it"
    assert unlisted.startswith("m1-one/lost.ipynb: is not in the pages of course.toml")


def test_a_duplicate_id_keeps_the_first_and_names_both(course):
    course.page("first", id="m1/same", title="First")
    course.page("second", id="m1/same", title="Second")
    assert course.problems() == [
        'm1-one/second.ipynb metadata.underhood.id: "m1/same" is the id of m1-one/first.ipynb already; '
        "give each page its own"
    ]
    assert course.catalog().page("m1/same").title == "First"


def test_wrong_tags_name_the_cell_and_the_page_stays(course):
    course.page(
        "tags",
        cell("# T"),
        cell("## A", "level-5"),
        cell("text", "for-cooking"),
        cell("more", "boxx"),
        cell("ok", "box"),
    )
    assert course.problems() == [
        'm1-one/tags.ipynb cell 2 tags: "level-5" is no level (1 to 4)',
        'm1-one/tags.ipynb cell 3 tags: "for-cooking" names no specialization; there are for-deep-learning, '
        "for-computer-graphics",
        'm1-one/tags.ipynb cell 4 tags: "boxx" is no tag of the course; there are level-1 to level-4, for-…, box, '
        "additional-reading, exercise, raises-exception",
    ]
    assert course.catalog().page("m1/tags")


def test_a_heading_inside_a_cell_is_a_problem_unless_it_is_code(course):
    course.page("late", cell("# T\n\n## Late"), cell("```\n# a comment\n```"))
    assert course.problems() == [
        'm1-one/late.ipynb cell 1: the heading "## Late" must begin a cell of its own, so that its section can be '
        "filtered"
    ]


def test_a_page_that_requires_a_broken_one_is_not_blamed(course):
    course.raw("broken", "{")
    course.page("good", requires=["m1/broken"])
    assert [problem.split(":")[0] for problem in course.problems()] == ["m1-one/broken.ipynb"]


def test_a_source_that_is_no_text_is_named_and_read_as_empty(course):
    course.page("odd", cell("# T"), {"cell_type": "markdown", "id": "x", "metadata": {}, "source": [1, 2]})
    assert course.problems() == ["m1-one/odd.ipynb cell 2 source: is neither text nor a list of lines"]
    assert course.catalog().page("m1/odd").words == 1


def test_a_plain_page_is_no_handin_and_a_module_has_one_id(course):
    course.page("odd", kind="handin")
    file = course.folder / "course.toml"
    module = (
        file.read_text()[file.read_text().index("[[modules]]") :].replace("m1-one", "m1-two").replace('"odd"', '"x"')
    )
    file.write_text(file.read_text() + module)
    problems = course.problems()
    assert any("metadata.underhood.kind" in problem for problem in problems)
    assert 'course.toml modules.id: "m1" is the id of several modules' in problems


def test_a_changed_page_is_seen_and_an_unchanged_one_is_not_read_again(course, monkeypatch):
    file = course.page("page", title="Before")
    assert course.catalog().page("m1/page").title == "Before"
    reads = []
    monkeypatch.setattr("underhood_course.catalog.read_page", lambda *a, **k: reads.append(a))
    assert course.catalog().page("m1/page").title == "Before"
    assert reads == []
    monkeypatch.undo()
    course.page("page", title="After it was changed")
    os.utime(file, ns=(1, 1))
    assert course.catalog().page("m1/page").title == "After it was changed"


@pytest.mark.parametrize("text", ["title = ", "title = 3", 'title = "x"', "\xff"])
def test_a_course_file_that_cannot_be_used_is_one_error(tmp_path, text):
    (tmp_path / "course.toml").write_text(text, encoding="latin-1")
    with pytest.raises(CourseError, match="course.toml"):
        read_catalog(tmp_path)


def test_no_course_file_is_one_error(tmp_path):
    with pytest.raises(CourseError, match="there is no such file"):
        read_catalog(tmp_path)


def test_the_course_is_found_in_a_checkout():
    assert (course_folder() / "course.toml").is_file()
