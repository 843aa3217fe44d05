"""Hidden tests, and what could tell of them, in a notebook that was run."""

from __future__ import annotations

from pathlib import Path

import pytest
from nbformat.v4 import new_code_cell, new_markdown_cell, new_notebook, new_output
from underhood_grading.feedback import Marks, guard, hidden_lines, without_hidden
from underhood_grading.feedback.messages import error_name, failed_line, written_message

TEST = """\
assert double(2) == 4, "two is doubled"
### BEGIN HIDDEN TESTS
assert double(-31337) == -62674, "negative numbers too"
### END HIDDEN TESTS
assert double(0) == 0
"""
SECRET = "31337"


def graded_cell(*outputs, source: str = TEST, name: str = "test-double"):
    mark = {"grade": True, "grade_id": name, "solution": False, "points": 2}
    return new_code_cell(source, metadata={"nbgrader": mark}, outputs=list(outputs))


def own_cell(*outputs, source: str = "x = 1"):
    return new_code_cell(source, outputs=list(outputs))


def stream(text: str):
    return new_output("stream", name="stdout", text=text)


def error(name: str, value: str, line: int | None, source: str = TEST):
    lines = source.split("\n")
    arrow = [] if line is None else [f"\x1b[0;32m----> {line}\x1b[0m {lines[line - 1]}\n      {line + 1} …"]
    return new_output("error", ename=name, evalue=value, traceback=["Traceback", *arrow, f"{name}: {value}"])


def guarded(*cells, **options):
    notebook = new_notebook(cells=list(cells))
    guard(notebook, marks=Marks(), **options)
    return notebook.cells


def test_hidden_lines_go_and_a_word_stays() -> None:
    (cell,) = guarded(graded_cell())
    assert cell.source.split("\n")[:3] == [
        'assert double(2) == 4, "two is doubled"',
        "# … hidden tests",
        "assert double(0) == 0",
    ]


@pytest.mark.parametrize(
    ("line", "value", "text"),
    [
        (3, "negative numbers too", "in a hidden test\nnegative numbers too"),
        (3, f"called with {SECRET}", "in a hidden test"),
        (1, "two is doubled", 'at: assert double(2) == 4, "two is doubled"\ntwo is doubled'),
        (5, "", "at: assert double(0) == 0"),
        (None, f"-{SECRET}", "in this test"),
    ],
)
def test_an_error_says_where_and_the_tests_own_message(line, value, text) -> None:
    (cell,) = guarded(graded_cell(stream(SECRET), error("AssertionError", value, line)))
    (output,) = cell.outputs
    assert (output.ename, output.evalue) == ("AssertionError", text)
    assert output.traceback == [f"AssertionError {text}"]
    assert SECRET not in str(cell)


@pytest.mark.parametrize("name", ["args_31337", "print", "__name__", "Path"])
def test_an_errors_name_says_nothing_either(name) -> None:
    (cell,) = guarded(graded_cell(error(name, SECRET, None)))
    assert cell.outputs[0].ename == "an error"
    assert error_name("KeyError") == "KeyError"


def test_a_forged_traceback_shows_no_more_than_the_release() -> None:
    forged = new_output("error", ename="E", evalue="", traceback=["----> 1 " + SECRET, "----> 99 x", "----> 3 x"])
    (cell,) = guarded(graded_cell(forged))
    assert cell.outputs[0].evalue == "in this test"


def test_a_fault_is_told() -> None:
    value = "ran over its 3 s"
    (cell,) = guarded(graded_cell(new_output("error", ename="CellTimeoutError", evalue=value, traceback=[value])))
    assert cell.outputs[0].evalue == "this test ran over its 3 s"


def test_what_ran_after_a_hidden_test_shows_nothing() -> None:
    """The student's code was called with hidden values and may have kept them."""
    page = new_output("display_data", data={"text/html": SECRET}, metadata={})
    cells = guarded(
        own_cell(stream("before")),
        graded_cell(new_output("execute_result", data={"text/plain": SECRET}, metadata={}), stream(SECRET)),
        own_cell(stream(SECRET), page),
        own_cell(error(SECRET, SECRET, None)),
        own_cell(),
        graded_cell(stream(SECRET), error("ValueError", SECRET, 1, "assert f(1)"), source="assert f(1)", name="second"),
    )
    assert cells[0].outputs[0].text == "before"
    assert cells[1].outputs == []
    assert "is left out" in cells[2].outputs[0].text
    assert cells[3].outputs[0].ename == "an error"
    assert cells[4].outputs == []
    assert cells[5].outputs[0].evalue == "at: assert f(1)"
    assert SECRET not in str(cells)


def test_without_hidden_tests_all_stays_but_folders(tmp_path: Path) -> None:
    trace = error("ValueError", f"in {tmp_path}/autograded/ada", 1)
    cells = guarded(
        own_cell(stream(f"{tmp_path}/x and {tmp_path.parent}/y")),
        graded_cell(trace, source="assert f(1)"),
        new_markdown_cell("text"),
        private=[tmp_path.parent, tmp_path, Path("/")],
    )
    assert cells[0].outputs[0].text == "…/x and …/y"
    assert cells[1].outputs[0].evalue == "in …/autograded/ada"
    assert len(cells[1].outputs[0].traceback) == 3
    assert cells[2].source == "text"


def test_what_the_judge_says_is_shown() -> None:
    said = {"test-double": "2 of 3 sizes are right", "plain": "well done"}
    cells = guarded(graded_cell(source="1", name="plain"), graded_cell(), messages=said)
    assert [cell.outputs[0].text for cell in cells] == ["well done\n", "2 of 3 sizes are right\n"]
    (cell,) = guarded(graded_cell(error("AssertionError", "x", 3)), messages=said)
    assert cell.outputs[0].evalue == "in a hidden test\n2 of 3 sizes are right"


def test_a_marking_scheme_goes_from_a_task() -> None:
    text = "Explain.\n=== BEGIN MARK SCHEME ===\nfull points for x\n=== END MARK SCHEME ==="
    (cell,) = guarded(new_markdown_cell(text))
    assert cell.source == "Explain.\n"


def test_a_region_without_an_end_is_hidden_to_the_end() -> None:
    text = "a\n# BEGIN HIDDEN TESTS\nb\n# END MARK SCHEME\nc"
    assert hidden_lines(text, Marks()) == {2, 3, 4, 5}
    assert without_hidden(text, Marks()) == "a\n# … hidden tests"


@pytest.mark.parametrize(
    ("source", "evalue", "message"),
    [
        ("assert x, 'wrong size'", "wrong size", "wrong size"),
        ("assert x, f'wrong for {n} of {m}!'", "wrong for 3\n4 of 5!", "wrong for … of …!"),
        ("assert x, f'{n}'", "anything", ""),
        ("assert x, n", "anything", ""),
        ("if x:\n    raise ValueError('too slow')", "too slow", "too slow"),
        ("assert x, 'a.c'", "abc", ""),
        ("assert (", "x", ""),
        ("%time f()", "x", ""),
    ],
)
def test_messages_that_a_test_wrote(source, evalue, message) -> None:
    assert written_message(source, evalue) == message


def test_the_line_of_the_test_not_of_the_code_it_called() -> None:
    trace = [
        "File x:1",
        '      2 …\n----> 3 assert double(-31337) == -62674, "negative numbers too"',
        "----> 1 return x",
    ]
    assert failed_line(TEST, trace) == 3
    assert failed_line(TEST, []) is None
