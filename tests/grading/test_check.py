"""A hand-in is checked before students see it."""

from __future__ import annotations

import nbformat
from underhood_grading.check import check_handin
from underhood_grading.solutions import leaks


def edit(folder, change) -> None:
    file = folder / "sums.ipynb"
    notebook = nbformat.read(file, 4)
    change({cell.metadata.nbgrader.grade_id: cell for cell in notebook.cells}, notebook)
    nbformat.write(notebook, file)


def test_a_good_hand_in_has_no_problems(handin_folder) -> None:
    assert check_handin(handin_folder) == []


def test_what_promises_more_than_it_holds(handin_folder) -> None:
    def change(cells, notebook) -> None:
        cells["double"].source = cells["double"].source.replace("2 * x", "3 * x")
        cells["test-sum"].source = "'a string'"
        cells["test-shader"].source = "assert SHADER"
        cells["text"].source += "\n    out, total = [], 0\n    for one in x:\n        total += one\n"
        cells["text"].source += "        out.append(total)\n    return out"

    edit(handin_folder, change)
    problems = {problem.message: problem for problem in check_handin(handin_folder)}
    leak = 'the released version has the solution "out, total = [], 0"; take it out'
    assert set(problems) == {
        leak,
        "the solution: test `test-sum` gave \"'a string'\", which is no number of points",
        'the solution scores 0 of 2 on part "double", not 2: AssertionError: ',
        'the solution scores 0 of 3 on part "sum", not 3',
        'the released version scores 4 of 4 on part "shader", not 0',
    }
    assert (problems[leak].file, problems[leak].cell) == ("sums.ipynb", 1)


def test_a_faulty_hand_in_is_one_problem(handin_folder) -> None:
    (handin_folder / "handin.toml").write_text("title = 'x'\n")
    (problem,) = check_handin(handin_folder)
    assert (problem.file, problem.field) == ("handin.toml", "notebooks")


def test_leaks_into_other_files_and_outputs_are_found(handin_folder, tmp_path) -> None:
    released = tmp_path / "released"
    released.mkdir()
    notebook = nbformat.read(handin_folder / "sums.ipynb", 4)
    nbformat.write(notebook, released / "sums.ipynb")
    (released / "helper.py").write_text(
        "def f(x):\n  out, total = [], 0\n  for one in x:\n    total += one\n    out.append(total)\n  return out\n"
    )
    found = [(leak.file, leak.cell, leak.message.rpartition(";")[0]) for leak in leaks(handin_folder, released)]
    assert ("helper.py", None, 'the released version has the solution "out, total = [], 0"') in found
    assert ("sums.ipynb", 2, 'the released version has "BEGIN SOLUTION"') in found
    assert ("sums.ipynb", 3, 'the released version has "BEGIN HIDDEN TESTS"') in found
    assert ("sums.ipynb", 6, 'the released version has the solution "output[id.x] = 2.0 * input[id.x];"') in found
