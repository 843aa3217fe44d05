"""The course's linter, on a course with every fault it is to find."""

from underhood_course.check import check_files, check_running

from .conftest import cell


def test_nothing_wrong_is_nothing_said(course):
    course.page("page", cell("# Title"), cell("x = 1 + 1", kind="code"))
    assert list(check_files(course.catalog())) == []
    assert list(check_running(course.catalog())) == []


def test_outputs_links_ids_titles_and_empty_cells(course):
    output = {"output_type": "stream", "name": "stdout", "text": "2"}
    course.page(
        "page",
        cell("no title, and [a link](nowhere.ipynb)"),
        cell("1 + 1", kind="code", outputs=[output], id="same"),
        cell("2", kind="code", execution_count=3, id="same"),
        cell("  ", id=None),
    )
    assert [str(problem) for problem in check_files(course.catalog())] == [
        'm1-one/page.ipynb cell 3 id: "same" is the id of cell 2 already',
        "m1-one/page.ipynb cell 4 id: has no id; save the notebook in JupyterLab",
        'm1-one/page.ipynb cell 1: "nowhere.ipynb" leads nowhere inside the course',
        "m1-one/page.ipynb cell 2: has an output; notebooks are committed without (nbstripout removes it)",
        "m1-one/page.ipynb cell 3: has an output; notebooks are committed without (nbstripout removes it)",
        "m1-one/page.ipynb cell 4: is empty; remove it",
        "m1-one/page.ipynb: no cell begins with a title (# …)",
    ]


def test_level_1_has_a_budget_of_words(course):
    course.page("long", cell("# Long\n\n" + "word " * 1000))
    assert [str(problem) for problem in check_files(course.catalog())] == [
        "m1-one: level 1 has 1001 words; a module has at most 1000, so that it stays an afternoon's reading"
    ]


def test_what_level_1_does_not_show_is_not_counted(course):
    course.page(
        "long",
        cell("# Long"),
        cell("## Deep\n\n" + "word " * 1000, "level-3"),
        cell("## Special\n\n" + "word " * 1000, "for-deep-learning"),
        cell("## More\n\n" + "word " * 1000, "additional-reading"),
    )
    course.page("deep", cell("# Deep\n\n" + "word " * 1000), level=2)
    assert list(check_files(course.catalog())) == []


def test_a_cell_that_raises_is_named_and_one_that_may_raise_is_not(course):
    course.page(
        "raising", cell("# T"), cell("1 / 0", "raises-exception", kind="code"), cell("x = 1\nundefined", kind="code")
    )
    said = []
    problems = [str(problem) for problem in check_running(course.catalog(), report=said.append)]
    assert problems == ["m1-one/raising.ipynb cell 3: stops with NameError: name 'undefined' is not defined"]
    assert said == ["running m1/raising"]
