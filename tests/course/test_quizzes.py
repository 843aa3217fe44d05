"""Questions in a page: their schema, their plain text, the pair at both ends of the course, and the linter."""

import json

import pytest
from underhood_course import course_folder, read_catalog
from underhood_course.check import check_activities
from underhood_course.figures import strided_trace
from underhood_course.quizzes import plain_text, quiz_faults, shown_order
from underhood_kernels import gpu

from .conftest import cell

CHOICE = {
    "id": "which",
    "kind": "choice",
    "question": "Which?",
    "options": [{"text": "this", "right": True, "why": "yes"}, {"text": "that", "why": "no"}],
}
NUMBER = {"id": "many", "kind": "number", "question": "How many?", "answer": 3, "unit": "ms", "why": "So."}
ORDER = {"id": "order", "kind": "order", "question": "In which order?", "items": ["a", "b", "c"], "why": "So."}


def place(quiz, **changes):
    """A cell in which a question stands."""
    return cell(plain_text(quiz), metadata={"underhood": {"quiz": quiz["id"]}} | changes)


def said(course):
    catalog = course.catalog()
    return [str(one).replace("m1-one/page.ipynb", "page") for one in (*catalog.problems, *check_activities(catalog))]


def test_the_catalog_lists_them_in_the_pages_order(course):
    course.page(
        "page",
        cell("# Title"),
        place(ORDER),
        cell("## Deep", "level-3"),
        place(CHOICE),
        place(NUMBER),
        quizzes=[CHOICE, NUMBER, ORDER],
    )
    assert said(course) == []
    page = course.catalog().page("m1/page")
    assert [(one["id"], one["kind"], one["level"], one["pair"]) for one in page.to_dict()["quizzes"]] == [
        ("order", "order", 1, None),
        ("which", "choice", 3, None),
        ("many", "number", 3, None),
    ]
    assert page.words == 2, "what is asked is no reading"


def test_the_plain_text_gives_no_answer_away():
    assert plain_text(CHOICE) == "**Question.** Which?\n\n- this\n- that"
    assert plain_text(NUMBER) == "**Question.** How many? (in ms)"
    assert plain_text(ORDER) == "**Question.** In which order?\n\n- c\n- b\n- a"
    assert shown_order(["ab", "ba", "c"]) == ["ba", "ab", "c"]


@pytest.mark.parametrize(
    ("quizzes", "fault"),
    [
        ({"id": "x"}, ("", "is not an array of questions")),
        ([3], ("[0].kind", "None is none of choice, number, order")),
        ([{**CHOICE, "kind": "essay"}], ("[0].kind", "'essay' is none of choice, number, order")),
        ([{**CHOICE, "options": CHOICE["options"][1:]}], ("[0].options", "is too short")),
        (
            [{**CHOICE, "options": [*CHOICE["options"], CHOICE["options"][0]]}],
            ("[0].options", "exactly one of them must be right"),
        ),
        ([{**NUMBER, "answer": "three"}], ("[0].answer", '"three" is not a number')),
        ([{key: NUMBER[key] for key in NUMBER if key != "why"}], ("[0].why", "is missing; add it")),
        ([{**ORDER, "items": ["a", "b", "b"]}], ("[0].items", "has non-unique elements")),
        ([{**ORDER, "id": "../x"}], ("[0].id", "doesn't match")),
        ([CHOICE, {**NUMBER, "id": "which"}], ("[1].id", '"which" is another question\'s already')),
        ([{**CHOICE, "pair": {"name": "trace", "at": "middle"}}], ("[0].pair.at", '"middle" is none of start, end')),
    ],
)
def test_each_fault_has_its_field(quizzes, fault):
    ((field, words),) = quiz_faults(quizzes)
    assert field == fault[0]
    assert fault[1] in words


@pytest.mark.parametrize(
    ("cells", "quizzes", "line"),
    [
        ([place(CHOICE)], [], "page cell 2 metadata.underhood.quiz: 'which' is no question of the page's metadata"),
        ([], [CHOICE], 'page metadata.underhood.quizzes: "which" stands nowhere'),
        ([place(CHOICE), place(CHOICE)], [CHOICE], 'page cell 3 metadata.underhood.quiz: "which" stands in another'),
        ([place(CHOICE, tags=[]) | {"cell_type": "code"}], [CHOICE], "is no markdown cell"),
        (
            [cell("Which?", metadata={"underhood": {"quiz": "which"}})],
            [CHOICE],
            "page cell 2 source: its text is not the question's",
        ),
        ([cell("x", metadata={"underhood": {"quiz": ["which"]}})], [CHOICE], "is no question of the page's metadata"),
        ([place(CHOICE)], [{**CHOICE, "options": []}], "page metadata.underhood.quizzes[0].options: [] "),
    ],
)
def test_the_linter_says_where(course, cells, quizzes, line):
    course.page("page", cell("# Title"), *cells, quizzes=quizzes)
    assert any(line in one for one in said(course)), said(course)


def test_a_pair_has_both_ends_once(course):
    at = {end: {**CHOICE, "pair": {"name": "trace", "at": end}} for end in ("start", "end")}
    course.page("page", cell("# Title"), place(CHOICE), quizzes=[at["start"]])
    assert any('the pair "trace" is asked at the start only' in one for one in said(course))
    course.page("last", cell("# Title"), place(CHOICE), quizzes=[at["end"]])
    assert said(course) == []
    course.page("more", cell("# Title"), place(CHOICE), quizzes=[at["end"]])
    assert any('the pair "trace" is asked at the end in m1-one/last.ipynb already' in one for one in said(course))


# the course's own


def questions(page):
    return {one["id"]: one for one in json.loads(page.source.read_text())["metadata"]["underhood"].get("quizzes", [])}


def test_the_course_asks_in_each_way_and_the_same_at_both_ends():
    pages = list(read_catalog().pages())
    assert {one.kind for page in pages for one in page.quizzes} == {"choice", "number", "order"}
    pages = [page for page in pages if page.handin is None]
    first, last = questions(pages[0]), questions(pages[-1])
    pairs = {one.pair[0]: one.id for one in pages[0].quizzes if one.pair}
    assert pairs
    assert {one.pair for one in pages[-1].quizzes} == {(name, "end") for name in pairs}
    for quiz in pairs.values():
        assert {**first[quiz], "pair": None} == {**last[quiz], "pair": None}


@pytest.mark.skipif(bool(gpu.why_unavailable()), reason=gpu.why_unavailable())
def test_the_trace_is_what_a_run_gives_now():
    report = strided_trace.record()
    assert strided_trace.draw(report) == (course_folder() / strided_trace.FILE).read_text("utf-8")
    answers = questions(next(read_catalog().pages()))
    assert answers["trace-bytes"]["answer"] == 32 * report.buffers["A"].sectors
    assert report.buffers["A"].coalescing < report.buffers["B"].coalescing == 1
