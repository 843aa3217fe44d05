"""What is said of each cell, and what comes of merging."""

import copy

import nbformat
import pytest
from underhood_course.student.updating import ChoiceError, MergeError, compare, merge
from underhood_course.student.updating.aligning import align, out_of_order

from .conftest import made, notebook, texts


def kinds(comparison):
    return [row.kind for row in comparison.rows]


def changed(document, place, text):
    document = copy.deepcopy(document)
    document["cells"][place]["source"] = text
    return document


def test_nothing_changed(page):
    comparison = compare(page, page, page)
    assert kinds(comparison) == ["unchanged"] * 3
    assert comparison.untouched
    assert not comparison.news
    assert texts(merge(comparison)) == texts(page)


def test_running_is_no_change_and_its_outputs_stay(page):
    mine = copy.deepcopy(page)
    output = {"output_type": "stream", "name": "stdout", "text": "3\n"}
    mine["cells"][1] |= {"outputs": [output], "execution_count": 4}
    mine["cells"][1]["metadata"] = {"execution": {"iopub.execute_input": "2026-01-01"}, "scrolled": True}
    mine["cells"].append(made("last", "", "code"))  # JupyterLab adds it below the last cell that is run
    course = changed(page, 2, "Another end.")
    comparison = compare(page, mine, course)
    assert comparison.untouched
    merged = merge(comparison)
    assert texts(merged) == ["# Title", "x = 1\ny = 2\n", "Another end.", ""]
    assert merged["cells"][1]["outputs"] == [output]
    assert merged["cells"][1]["metadata"]["scrolled"] is True


def test_each_side_changed_another_cell(page):
    comparison = compare(page, changed(page, 1, "x = 3"), changed(page, 2, "Another end."))
    assert kinds(comparison) == ["unchanged", "changed-by-you", "changed-in-course"]
    assert not comparison.untouched
    assert comparison.conflicts == 0
    assert texts(merge(comparison)) == ["# Title", "x = 3", "Another end."]


def test_code_that_both_changed_stays_the_students(page):
    comparison = compare(page, changed(page, 1, "x = 3"), changed(page, 1, "x = 1.0"))
    assert kinds(comparison)[1] == "changed-by-both"
    assert comparison.conflicts == 1
    assert texts(merge(comparison))[1] == "x = 3"
    assert texts(merge(comparison, {"b1": "course"}))[1] == "x = 1.0"
    both = merge(comparison, {"b1": "both"})
    assert texts(both)[1:3] == ["x = 1.0", "x = 3"]
    assert both["cells"][1]["id"] == "b"
    # The next version finds its own cell again, and the other one is the student's.
    after = compare(changed(page, 1, "x = 1.0"), both, changed(page, 1, "x = 2.0"))
    assert kinds(after) == ["unchanged", "changed-in-course", "added-by-you", "unchanged"]


def test_text_that_both_changed_is_there_twice(page):
    comparison = compare(page, changed(page, 2, "Mine."), changed(page, 2, "Theirs."))
    assert texts(merge(comparison))[2:] == ["Theirs.", "Mine."]


def test_the_same_change_on_both_sides_is_none(page):
    comparison = compare(page, changed(page, 2, "New."), changed(page, 2, "New."))
    assert kinds(comparison) == ["unchanged"] * 3
    assert comparison.untouched


def test_cells_of_both_sides_keep_their_places(page):
    mine, course = copy.deepcopy(page), copy.deepcopy(page)
    mine["cells"].insert(2, made("own", "my note"))
    course["cells"].insert(2, made("new", "## New section"))
    course["cells"].insert(0, made("first", "Read this first."))
    comparison = compare(page, mine, course)
    assert sorted(kinds(comparison)) == ["added-by-you", "new-in-course", "new-in-course"] + ["unchanged"] * 3
    expected = ["Read this first.", "# Title", "x = 1\ny = 2\n", "my note", "## New section", "The end of it all."]
    assert texts(merge(comparison)) == expected
    assert texts(merge(comparison, {"c0": "mine", "c3": "mine"})) == texts(mine)


def test_a_deleted_cell_goes_unless_the_student_changed_it(page):
    course = copy.deepcopy(page)
    del course["cells"][1]
    assert texts(merge(compare(page, page, course))) == texts(course)
    assert texts(merge(compare(page, page, course), {"b1": "mine"})) == texts(page)
    comparison = compare(page, changed(page, 1, "x = 3"), course)
    assert (kinds(comparison)[1], comparison.conflicts) == ("deleted-in-course", 1)
    assert texts(merge(comparison)) == ["# Title", "x = 3", "The end of it all."]


def test_what_the_student_deleted_stays_deleted_and_may_come_back(page):
    mine = copy.deepcopy(page)
    del mine["cells"][1]
    assert texts(merge(compare(page, mine, page))) == texts(mine)
    comparison = compare(page, mine, changed(page, 1, "x = 5"))
    row = next(row for row in comparison.rows if row.key == "b1")
    assert (row.kind, row.conflict) == ("deleted-by-you", True)
    assert texts(merge(comparison)) == texts(mine)
    assert texts(merge(comparison, {"b1": "course"})) == ["# Title", "x = 5", "The end of it all."]


def test_a_cell_that_the_course_moved(page):
    course = copy.deepcopy(page)
    course["cells"].append(course["cells"].pop(0))
    comparison = compare(page, page, course)
    assert kinds(comparison) == ["moved-in-course", "unchanged", "unchanged"]
    assert comparison.untouched
    assert comparison.news
    assert texts(merge(comparison)) == texts(course)
    assert texts(merge(comparison, {"b0": "mine"})) == texts(page)


def test_the_students_order_wins(page):
    mine, course = copy.deepcopy(page), copy.deepcopy(page)
    mine["cells"].append(mine["cells"].pop(0))
    course["cells"][0]["source"] = "# Another title"
    comparison = compare(page, mine, course)
    assert not comparison.untouched
    assert texts(merge(comparison)) == ["x = 1\ny = 2\n", "The end of it all.", "# Another title"]


def test_without_ids_content_and_likeness_decide(page):
    for cell in page["cells"]:
        del cell["id"]
    page["nbformat_minor"] = 4
    mine, course = changed(page, 1, "x = 1\ny = 3\n"), changed(page, 2, "The end of it all?")
    comparison = compare(page, mine, course)
    assert kinds(comparison) == ["unchanged", "changed-by-you", "changed-in-course"]
    nbformat.validate(merge(comparison))


def test_metadata_follow_the_course_where_the_student_left_them(page):
    mine, course = copy.deepcopy(page), copy.deepcopy(page)
    page["metadata"] = mine["metadata"] = {"underhood": {"level": 1}, "language_info": {"name": "python"}}
    mine["metadata"] = {"underhood": {"level": 4}, "language_info": {"name": "python", "version": "3.12"}}
    course["metadata"] = {"underhood": {"level": 2}, "language_info": {"name": "python"}}
    course["cells"][1]["metadata"] = {"tags": ["level-3"]}
    mine["cells"][2]["metadata"] = {"tags": ["box"]}
    comparison = compare(page, mine, course)
    assert comparison.news, "a cell's level is a piece of news"
    merged = merge(comparison)
    assert merged["metadata"] == {
        "underhood": {"level": 2},
        "language_info": {"name": "python", "version": "3.12"},
    }
    assert [cell["metadata"].get("tags") for cell in merged["cells"]] == [None, ["level-3"], ["box"]]


def test_without_the_page_as_handed_out_every_difference_is_the_students_to_decide(page):
    comparison = compare(None, changed(page, 1, "x = 1\ny = 3\n"), page)
    assert kinds(comparison) == ["unchanged", "changed-by-both", "unchanged"]
    assert texts(merge(comparison))[1] == "x = 1\ny = 3\n"


def test_choices_that_are_none(page):
    comparison = compare(page, page, changed(page, 1, "x = 3"))
    for choices in ({"b9": "mine"}, {"b1": "theirs"}, {"b0": "mine"}):
        with pytest.raises(ChoiceError):
            merge(comparison, choices)


@pytest.mark.parametrize(
    "cell",
    [
        {},
        {"cell_type": "code", "id": "b", "source": None},
        {"cell_type": "poem", "id": "b", "source": ["a\n", "b"], "metadata": []},
        {"cell_type": "code", "id": "a", "source": "x", "outputs": None, "execution_count": "one", "extra": 1},
        {"cell_type": "markdown", "id": "<img onerror>", "source": {"x": 1}, "attachments": 3},
    ],
)
def test_malformed_cells_of_the_student_are_put_right_and_none_is_lost(page, cell):
    mine = copy.deepcopy(page)
    mine["cells"].append(cell)
    merged = merge(compare(page, mine, changed(page, 2, "Another end.")))
    nbformat.validate(merged)
    assert len(merged["cells"]) == 4


def test_outputs_that_are_none_are_one_sentence(page):
    mine = copy.deepcopy(page)
    mine["cells"][1]["outputs"] = [{"output_type": "<img onerror=alert(1)>"}]
    with pytest.raises(MergeError, match="no valid notebook"):
        merge(compare(page, mine, page))


def test_aligning():
    left = [made("a", "one"), made("a", "two"), made("b", "three words here")]
    right = [made("x", "two"), made("y", "three words there"), made("a", "one")]
    assert align(left, right) == {0: 2, 1: 0, 2: 1}
    assert out_of_order([0, 3, 1, 2]) == {1}
    assert out_of_order([]) == set()
    assert align([], notebook()["cells"]) == {}
