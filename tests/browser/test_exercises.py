"""Exercises and questions in place, by keyboard alone, in a real JupyterLab with a real kernel."""

import json

import pytest

from .conftest import choose_theme, command, photograph
from .test_accessibility import violations

pytestmark = [pytest.mark.browser, pytest.mark.timeout(480)]

GPUS = "m1/introduction-to-gpus"
WRONG = "def dispatch_size(elements, work_group):\n    return elements // work_group, 1\n"
RIGHT = (
    "def dispatch_size(elements, work_group):\n"
    "    work_groups = -(-elements // work_group)\n"
    "    return work_groups, work_groups * work_group - elements\n"
)


def open_page(page, page_id):
    command(page, "underhood:open-page", id=page_id)
    notebook = page.locator(".jp-NotebookPanel:not(.lm-mod-hidden)")
    notebook.locator(".jp-Cell").first.wait_for()
    page.wait_for_function(
        "() => window.jupyterapp.shell.currentWidget?.sessionContext?.session?.kernel?.connectionStatus === 'connected'"
    )
    return notebook


def go_to(page, cell_id):
    """Make a cell the active one and give it the focus, as arrow keys in the notebook do."""
    page.evaluate(
        """async id => {
            const { content } = window.jupyterapp.shell.currentWidget;
            const at = content.widgets.findIndex(cell => cell.model.sharedModel.getId() === id);
            content.activeCellIndex = at;
            await content.scrollToItem(at, 'center');
            await content.widgets[at].ready;
            content.mode = 'command';
            content.widgets[at].node.focus();
        }""",
        cell_id,
    )


def source_of(page, cell_id):
    return page.evaluate(
        """id => window.jupyterapp.shell.currentWidget.content.widgets
            .find(cell => cell.model.sharedModel.getId() === id).model.sharedModel.getSource()""",
        cell_id,
    )


def write_and_check(page, source):
    """Type a cell's text, run it, and run the check below it."""
    go_to(page, "dispatch-size")
    page.keyboard.press("Enter")
    page.keyboard.press("ControlOrMeta+A")
    page.keyboard.insert_text(source)
    page.keyboard.press("Shift+Enter")
    page.keyboard.press("Shift+Enter")


def tab_to(page, button):
    """Press Tab until a button has the focus."""
    for _ in range(60):
        if button.evaluate("element => element === document.activeElement"):
            return
        page.keyboard.press("Tab")
    pytest.fail(f"Tab never reaches {button}")


def breaks_no_rule(page):
    for theme in ("Dark", "Light"):
        choose_theme(page, theme)
        assert violations(page) == [], theme


def test_wrong_hint_right_solved_solution_reset(join):
    ada = join("ada")
    page = ada.window()
    sidebar = page.locator("#underhood-course")
    sidebar.get_by_role("tree").wait_for()
    sidebar.get_by_role("radio", name="2").check(force=True)
    row = sidebar.locator(f'[role="treeitem"][data-page-id="{GPUS}"]')
    row.wait_for()
    assert "0 of 1 exercise solved" in row.get_attribute("aria-label")
    notebook = open_page(page, GPUS)
    result = notebook.locator(".jp-UnderhoodExercise")

    # As handed out.
    go_to(page, "dispatch-size")
    page.keyboard.press("Shift+Enter")
    page.keyboard.press("Shift+Enter")
    result.get_by_text("Not tried yet: the code is still as handed out").first.wait_for()
    assert result.get_by_text("0 of 3 tries until the solution").count() == 1

    # Not yet right.
    write_and_check(page, WRONG)
    result.get_by_text("Not yet right").first.wait_for()
    result.get_by_text("1 of 3 tries until the solution").wait_for()
    case = result.locator(".uh-case").first
    assert case.locator("dd").all_inner_texts() == ["(3, 2)", "(2, 1)"]
    assert "First difference at [0]: expected 3, came 2" in case.inner_text()
    assert ada.ask("progress")["pages"][GPUS]["exercises"]["dispatch-size"]["state"] == "tried"

    # A hint, and a solution that is not open yet.
    go_to(page, "dispatch-size-check")
    hint = result.get_by_role("button", name="Hint 1 of 3")
    tab_to(page, hint)
    page.keyboard.press("Enter")
    result.get_by_text("Do it by hand: 10 elements").wait_for()
    solution = result.get_by_role("button", name="Solution")
    assert solution.get_attribute("aria-disabled") == "true"
    photograph(page, "exercise-wrong")
    breaks_no_rule(page)

    # Right, and the tree knows at once.
    write_and_check(page, RIGHT)
    result.get_by_text("Right: all 6 checks pass").first.wait_for()
    page.wait_for_function(
        """id => document.querySelector(`#underhood-course [data-page-id="${id}"]`)
            .getAttribute('aria-label').includes('1 of 1 exercise solved')""",
        arg=GPUS,
    )
    page.wait_for_function("() => document.querySelector('.jp-UnderhoodExercise [role=status]').textContent !== ''")
    assert result.get_by_text("Do it by hand: 10 elements").count() == 1, "hints stay open"

    # The solution, held against the student's code.
    go_to(page, "dispatch-size-check")
    tab_to(page, result.get_by_role("button", name="Solution"))
    page.keyboard.press("Enter")
    diff = result.get_by_role("region", name="Solution")
    diff.wait_for()
    assert "    work_groups = -(-elements // work_group)" in diff.locator("[data-sign='-'] code").all_text_contents()
    assert diff.locator("[data-sign='+']").count() > 0
    photograph(page, "exercise-solved")
    breaks_no_rule(page)

    # Reset: the code is kept first, the cell is as handed out, and that can be undone.
    tab_to(page, result.get_by_role("button", name="Reset"))
    page.keyboard.press("Enter")
    message = result.get_by_text("Your code is kept in")
    message.first.wait_for()
    assert "idle = 0" in source_of(page, "dispatch-size")
    (backup,) = (ada.folder / ".underhood" / "backups").rglob("dispatch-size-*.py")
    assert backup.read_text() == RIGHT
    assert backup.name in message.first.inner_text()
    go_to(page, "dispatch-size")
    page.keyboard.press("Enter")
    page.keyboard.press("ControlOrMeta+Z")
    assert source_of(page, "dispatch-size") == RIGHT

    # Opening the saved page again counts nothing.
    command(page, "docmanager:save")
    tries = ada.ask("progress")["pages"][GPUS]["exercises"]["dispatch-size"]["tries"]
    page.reload()
    notebook.locator(".jp-UnderhoodExercise").get_by_text("Right: all 6 checks pass").first.wait_for()
    assert ada.ask("progress")["pages"][GPUS]["exercises"]["dispatch-size"]["tries"] == tries == 2
    assert ada.errors == []


def press(page, *keys):
    for key in keys:
        page.keyboard.press(key)


def test_a_question_of_each_kind_and_the_pair(join):
    grace = join("grace")
    page = grace.window()
    page.locator("#underhood-course").get_by_role("tree").wait_for()
    notebook = open_page(page, "m1/memory-and-gpus")

    def question(cell_id):
        go_to(page, cell_id)
        found = notebook.locator(f'.jp-Cell:has(> .jp-UnderhoodQuizCell):has-text("{TEXTS[cell_id]}")')
        found.wait_for()
        assert found.locator(".jp-MarkdownOutput").is_hidden(), "the form stands in place of the plain text"
        return found

    # The start of the pair: kept, not judged.
    first = question("quiz-trace-which")
    photograph(page, "quiz-start")
    tab_to(page, first.get_by_role("radio").first)
    press(page, "ArrowDown", "Enter")
    first.get_by_text("Your answer is kept").wait_for()
    assert first.get_by_text("Right.").count() == first.get_by_text("Not right.").count() == 0
    second = question("quiz-trace-bytes")
    tab_to(page, second.get_by_role("button", name="I don’t know yet"))
    press(page, "Enter")
    second.get_by_text("Your answer is kept").wait_for()

    # Ordering, by the arrows on a button.
    order = question("quiz-nearest-first")
    photograph(page, "quiz-order")
    items = order.locator(".uh-order-item")
    for place, item in enumerate(ORDER):
        while (at := items.all_inner_texts().index(item)) > place:
            tab_to(page, order.get_by_role("button", name=f"Move “{item}” up"))
            press(page, "ArrowUp")
            assert items.all_inner_texts().index(item) == at - 1
    tab_to(page, order.get_by_role("button", name="Check my answer"))
    press(page, "Space")
    order.get_by_text("Right.").wait_for()

    # A number: a known mistake, then right.
    number = question("quiz-read-once")
    tab_to(page, number.get_by_role("textbox"))
    page.keyboard.type("0.05 s")
    press(page, "Enter")
    number.get_by_text("Type a number first.").wait_for()
    press(page, "Backspace", "Backspace", "Enter")
    number.get_by_text("Right in seconds").wait_for()
    press(page, "ControlOrMeta+A")
    page.keyboard.type("50")
    press(page, "Enter")
    number.get_by_text("4.8 GB at 96 GB/s").wait_for()

    # A choice.
    choice = question("quiz-what-decides")
    tab_to(page, choice.get_by_role("radio").first)
    press(page, "ArrowDown", "Enter")
    choice.get_by_text("Not right.").wait_for()
    press(page, "ArrowDown", "Enter")
    choice.get_by_text("Right.").wait_for()
    photograph(page, "quiz-answered")
    breaks_no_rule(page)

    # The end of the pair: both answers.
    notebook = open_page(page, "m1/looking-back")
    last = question("quiz-trace-which")
    tab_to(page, last.get_by_role("radio").first)
    press(page, "ArrowDown", "ArrowDown", "Enter")
    last.get_by_text("Seven eighths of what moves").wait_for()
    rows = last.get_by_role("row")
    assert ["✗ not right" in rows.nth(0).inner_text(), "✓ right" in rows.nth(1).inner_text()] == [True, True]
    photograph(page, "quiz-pair")
    breaks_no_rule(page)

    page.wait_for_timeout(800)  # answers are kept a moment after the last
    kept = grace.ask("progress")["pages"]
    assert {name: one["state"] for name, one in kept["m1/memory-and-gpus"]["quizzes"].items()} == {
        "trace-which": "tried",
        "trace-bytes": "tried",
        "nearest-first": "solved",
        "read-once": "solved",
        "what-decides": "solved",
    }
    assert kept["m1/memory-and-gpus"]["quizzes"]["what-decides"]["tries"] == 2
    assert kept["m1/looking-back"]["quizzes"]["trace-which"]["first_right"] is True
    copy = json.loads((grace.folder / "m1-memory-and-gpus" / "memory-and-gpus.ipynb").read_text())
    assert not any("kept" in json.dumps(cell) and "first" in json.dumps(cell) for cell in copy["cells"])
    assert grace.errors == []


ORDER = ["L1 cache", "RAM", "GPU memory, from the GPU", "SSD", "machine in the same data centre"]
TEXTS = {
    "quiz-trace-which": "Which of the two buffers is used badly",
    "quiz-trace-bytes": "How many bytes move for the reads",
    "quiz-nearest-first": "Put the shortest first.",
    "quiz-read-once": "reads a vector of 4.8 GB from RAM once",
    "quiz-what-decides": "What decides how long that takes?",
}
