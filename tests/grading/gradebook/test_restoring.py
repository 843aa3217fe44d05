"""Students' notebooks, brought back to what was released."""

from __future__ import annotations

import copy
import json

import nbformat
import pytest
from nbgrader.nbgraderformat import MetadataValidator
from nbgrader.preprocessors import (
    CheckCellMetadata,
    ClearOutput,
    DeduplicateIds,
    OverwriteCells,
    OverwriteKernelspec,
)
from underhood_grading.gradebook import restore


def names(notebook) -> list[str]:
    return [cell["metadata"].get("nbgrader", {}).get("grade_id", "") for cell in notebook["cells"]]


def cell(notebook, name: str):
    return notebook["cells"][names(notebook).index(name)]


def put_back(raw, release):
    return restore(raw, release, "sums")


def nbgraders(raw, course):
    """What nbgrader's own steps make of it, one after the other."""
    notebook = nbformat.reads(json.dumps(raw), as_version=4)
    place = {"notebook": "sums", "assignment": "sums", "student": "ada", "db_url": course.api.coursedir.db_url}
    resources = {"nbgrader": place}
    for step in (ClearOutput, DeduplicateIds, OverwriteKernelspec, OverwriteCells, CheckCellMetadata):
        notebook, resources = step().preprocess(notebook, resources)
    return notebook


def untouched(raw) -> None:
    """Hand in what was fetched."""


def solved(raw) -> None:
    cell(raw, "double")["source"] = "def double(x):\n    return 2 * x"


def solved_in_lines(raw) -> None:
    cell(raw, "double")["source"] = ["def double(x):\n", "    return 2 * x"]


def run(raw) -> None:
    for number, one in enumerate(raw["cells"]):
        if one["cell_type"] == "code":
            one["execution_count"] = number
            one["outputs"] = [{"output_type": "stream", "name": "stdout", "text": ["hello\n"]}]
            one["metadata"] |= {"collapsed": True, "scrolled": False, "tags": ["mine"]}


def extended(raw) -> None:
    mine = {"cell_type": "code", "id": "mine", "metadata": {}, "source": "1 + 1", "outputs": [], "execution_count": 1}
    note = {"cell_type": "markdown", "id": "note", "metadata": {"x": [1, {"y": None}]}, "source": "why"}
    raw["cells"][3:3] = [mine, note]
    raw["metadata"]["kernelspec"] = {"name": "rust", "display_name": "Rust"}


@pytest.mark.parametrize("change", [untouched, solved, solved_in_lines, run, extended])
def test_honest_notebooks_are_as_nbgrader_makes_them(released, release, fetched, change) -> None:
    change(fetched)
    restored = put_back(fetched, release)
    assert restored.notebook == nbgraders(fetched, released)
    assert (restored.problems, restored.flags) == ((), ())


def test_hidden_tests_come_back(release, fetched) -> None:
    assert "double(-3)" in cell(put_back(fetched, release).notebook, "test-double")["source"]


def test_the_argument_is_left_alone(release, fetched) -> None:
    cell(fetched, "test-sum")["source"] = "3"
    before = copy.deepcopy(fetched)
    put_back(fetched, release)
    assert fetched == before


@pytest.mark.parametrize(
    ("name", "change"),
    [
        ("test-sum", {"source": "3"}),
        ("test-sum", {"grade": False}),
        ("test-sum", {"points": 100}),
        ("test-sum", {"points": "many"}),
        ("test-sum", {"solution": True}),
        ("test-sum", {"cell_type": "raw"}),
        ("test-sum", {"tags": ["skip-execution"]}),
        ("text", {"source": "# Sums, easier"}),
        ("text", {"locked": False}),
        ("text", {"cell_type": "code"}),
    ],
)
def test_what_is_not_the_student_s_is_put_back_and_flagged(release, fetched, name, change) -> None:
    expected = put_back(fetched, release).notebook
    one = cell(fetched, name)
    for key, value in change.items():
        place = one if key in ("source", "cell_type") else one["metadata"]
        (place if key in ("source", "cell_type", "tags") else one["metadata"]["nbgrader"])[key] = value
    restored = put_back(fetched, release)
    cell(restored.notebook, name)["metadata"].pop("tags", None)
    assert restored.notebook == expected
    assert restored.problems == (f"locked cell `{name}` was changed; it was put back",)
    assert restored.flags == ("tampering",)


def test_spaces_that_an_editor_tidied_are_no_tampering(release, fetched) -> None:
    one = cell(fetched, "test-sum")
    one["source"] = "".join(one["source"]).replace("\n", "  \r\n") + "\n"
    restored = put_back(fetched, release)
    assert (restored.problems, restored.flags) == ((), ())


def test_how_a_test_is_judged_is_the_teacher_s_to_say(release, fetched) -> None:
    cell(fetched, "test-sum")["metadata"]["underhood"] = {"apart": False}
    cell(fetched, "sum")["metadata"]["underhood"] = {"note": "mine"}
    restored = put_back(fetched, release).notebook
    assert "underhood" not in cell(restored, "test-sum")["metadata"]
    assert "underhood" in cell(restored, "sum")["metadata"]


def test_an_earlier_release_is_replaced_without_suspicion(released, release, fetched) -> None:
    old = cell(fetched, "test-sum")
    old["source"] = "assert partial_sums([1]) == [1]"
    old["metadata"]["nbgrader"]["points"] = 1.0
    node = nbformat.from_dict(old)
    from nbgrader.utils import compute_checksum

    old["metadata"]["nbgrader"]["checksum"] = compute_checksum(node)
    restored = put_back(fetched, release)
    assert restored.flags == ()
    assert restored.problems == ("cell `test-sum` is not of this release; the released one was put in its place",)
    assert cell(restored.notebook, "test-sum").metadata.nbgrader.points == 3.0


@pytest.mark.parametrize("name", ["text", "test-double", "test-sum", "test-shader"])
def test_a_deleted_cell_comes_back_at_its_place(release, fetched, name) -> None:
    expected = put_back(fetched, release).notebook
    del fetched["cells"][names(fetched).index(name)]
    restored = put_back(fetched, release)
    assert restored.problems == (f"cell `{name}` was deleted; it was put back",)
    assert restored.flags == ()
    assert names(restored.notebook) == names(expected)
    assert cell(restored.notebook, name)["source"] == cell(expected, name)["source"]
    assert cell(restored.notebook, name)["metadata"]["nbgrader"] == cell(expected, name)["metadata"]["nbgrader"]


def test_a_deleted_test_comes_after_the_student_s_own_cells(release, fetched) -> None:
    at = names(fetched).index("test-double")
    fetched["cells"][at] = {"cell_type": "code", "metadata": {}, "source": "helper = 1", "outputs": []}
    assert names(put_back(fetched, release).notebook)[1:5] == ["double", "", "test-double", "sum"]


def test_all_cells_deleted(release, fetched) -> None:
    fetched["cells"] = []
    restored = put_back(fetched, release)
    assert names(restored.notebook) == ["text", "test-double", "test-sum", "test-shader"]


def test_a_deleted_solution_stays_away(release, fetched) -> None:
    # It may have been written elsewhere; the stub would take its place.
    one = cell(fetched, "double")
    one["metadata"], one["source"] = {}, "def double(x): return 2 * x"
    one["id"] = "other"
    assert "double" not in names(put_back(fetched, release).notebook)


def test_of_copies_the_first_counts(release, fetched) -> None:
    fetched["cells"].append({**copy.deepcopy(cell(fetched, "test-sum")), "source": "3"})
    restored = put_back(fetched, release)
    assert names(restored.notebook) == [*names(fetched)[:-1], ""]
    assert restored.problems == ("cell `test-sum` is there 2 times; the first one counts",)


def test_of_copies_of_an_answer_the_one_with_an_answer_counts(release, fetched) -> None:
    fetched["cells"].append({**copy.deepcopy(cell(fetched, "sum")), "source": "answer = 1"})
    restored = put_back(fetched, release)
    assert restored.notebook.cells[names(restored.notebook).index("sum")].source == "answer = 1"
    assert restored.problems == ("cell `sum` is there 2 times; the first one that was changed counts",)


def test_cells_are_known_without_their_marks(release, fetched) -> None:
    expected = names(fetched)
    for one in fetched["cells"]:
        one["metadata"] = {}
    restored = put_back(fetched, release)
    assert names(restored.notebook) == expected
    assert restored.flags == ()
    assert restored.problems[0] == "cell `text` had lost its nbgrader marks; they were put back"


def test_a_renamed_test_is_the_test(release, fetched) -> None:
    expected = put_back(fetched, release).notebook
    cell(fetched, "test-sum")["metadata"]["nbgrader"]["grade_id"] = "other"
    restored = put_back(fetched, release)
    assert names(restored.notebook) == names(expected)
    assert restored.flags == ("tampering",)


def test_cells_of_another_hand_in_are_the_student_s_own(release, fetched) -> None:
    mark = {"grade": True, "grade_id": "foreign", "points": 50, "solution": False, "locked": False, "schema_version": 1}
    fetched["cells"].append({"cell_type": "code", "metadata": {"nbgrader": mark}, "source": "1", "outputs": []})
    assert "nbgrader" not in put_back(fetched, release).notebook.cells[-1].metadata


def test_old_marks_are_brought_up_to_date(release, fetched) -> None:
    for one in fetched["cells"]:
        one["metadata"]["nbgrader"]["schema_version"] = 1
        del one["metadata"]["nbgrader"]["task"]
        one["metadata"]["nbgrader"]["of-long-ago"] = 1
    restored = put_back(fetched, release)
    MetadataValidator().validate_nb(restored.notebook)
    assert restored.flags == ()


def test_an_old_minor_version_is_upgraded(release, fetched) -> None:
    fetched["nbformat_minor"] = 2
    for one in fetched["cells"]:
        del one["id"]
    restored = put_back(fetched, release)
    nbformat.validate(restored.notebook)
    assert restored.notebook.nbformat_minor == 5
    assert names(restored.notebook) == names(fetched)


def test_format_3_is_converted(release, fetched) -> None:
    old = json.loads(nbformat.v3.writes_json(nbformat.reads(json.dumps(fetched), as_version=3)))
    assert "worksheets" in old
    restored = put_back(old, release)
    nbformat.validate(restored.notebook)
    assert names(restored.notebook) == names(fetched)
    assert restored.flags == ()
