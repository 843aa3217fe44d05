"""One student and one teacher through every room of the house, nothing mocked.

JupyterLab as `underhood lab` starts it, real kernels on whatever adapter there is, nbgrader's own exchange and
gradebook, the teacher at the command line.
"""

import csv
import io
import json
import re

import pytest
from underhood_course import course_folder
from underhood_kernels import gpu

from .conftest import photograph, settle

pytestmark = [pytest.mark.browser, pytest.mark.timeout(480)]

HANDIN = course_folder() / "m1-memory-and-gpus" / "handins" / "convolution" / "convolution.ipynb"
GPUS = "m1/introduction-to-gpus"


def row(page, page_id):
    return page.locator(f'#underhood-course [role="treeitem"][data-page-id="{page_id}"]')


def solve(notebook, *ids):
    """Write the course's own solutions into the student's cells of these ids, and leave the others untouched."""
    solutions = {cell["id"]: cell["source"] for cell in json.loads(HANDIN.read_text("utf-8"))["cells"]}
    document = json.loads(notebook.read_text("utf-8"))
    for cell in document["cells"]:
        if cell["id"] in ids:
            cell["source"] = solutions[cell["id"]]
    notebook.write_text(json.dumps(document), "utf-8")


def expect_word(page, name, word):
    """Wait until a hand-in's row says `word`."""
    row(page, name).get_by_text(word, exact=True).first.wait_for()


@pytest.mark.skipif(bool(gpu.why_unavailable()), reason=gpu.why_unavailable())
def test_from_the_first_look_to_the_score(join, underhood, tmp_path):
    # The teacher makes a course directory and releases the hand-in.
    teaching = tmp_path / "autumn"
    assert "underhood lab --exchange" in underhood("teach", "init", teaching)
    assert "nobody has handed in" in underhood("teach", "release", "convolution", "--root", teaching) + underhood(
        "teach", "collect", "convolution", "--root", teaching, code=1
    )

    ada = join("ada", teaching / "exchange")
    page = ada.window()
    sidebar = page.locator("#underhood-course")

    see_and_filter(page, sidebar)
    open_and_explore(page, ada)
    fetch_solve_and_hand_in(page, ada)

    # Grace hands in what she fetched, untouched: from her own folder, as nbgrader's own command does.
    grace = join("grace", teaching / "exchange")
    other = grace.window()
    other.get_by_role("radio", name="4").check(force=True)
    act(other, "Fetch", "fetched")
    hand_in_anyway(other)

    # The teacher collects, grades and returns.
    assert "ada" in underhood("teach", "collect", "convolution", "--root", teaching)
    underhood("teach", "grade", "convolution", "--root", teaching)
    check_status(json.loads(underhood("teach", "status", "convolution", "--json", "--root", teaching)))
    underhood("teach", "feedback", "convolution", "--root", teaching)
    table = list(csv.DictReader(io.StringIO(underhood("teach", "export", "--root", teaching))))
    assert {(line["student"], float(line["score"])) for line in table} == {("ada", 10.0), ("grace", 0.0)}

    see_the_score(page, ada)
    assert ada.errors == grace.errors == []


def see_and_filter(page, sidebar):
    """The tree, and each filter doing its work at once and after a reload."""
    sidebar.get_by_role("tree").wait_for()
    row(page, "m1/memory-and-gpus").wait_for()
    assert row(page, GPUS).count() == 0, "level 2 is hidden at level 1"
    levels = sidebar.get_by_role("radiogroup", name="Level")
    levels.get_by_role("radio", name="3").check(force=True)
    row(page, GPUS).wait_for()
    assert row(page, "m1/handin-convolution").count() == 0
    levels.get_by_role("radio", name="4").check(force=True)
    row(page, "m1/handin-convolution").wait_for()
    assert row(page, "m1/further-reading").count() == 0
    sidebar.get_by_role("switch", name="Additional reading").check()
    row(page, "m1/further-reading").wait_for()

    # Sections: what names a specialization is there once the specialization is chosen.
    row(page, GPUS).focus()
    page.keyboard.press("ArrowRight")
    sections = sidebar.locator(f'[data-section-page="{GPUS}"]')
    sections.first.wait_for()
    before = sections.count()
    sidebar.get_by_role("checkbox", name="Computer graphics").check()
    page.wait_for_function(
        "([id, n]) => document.querySelectorAll(`[data-section-page='${id}']`).length > n", arg=[GPUS, before]
    )
    photograph(page, "sidebar")

    search = sidebar.get_by_role("searchbox", name="Search the course")
    search.fill("memory decides")
    row(page, GPUS).wait_for(state="detached")
    assert row(page, "m1/memory-and-gpus").count() == 1
    search.fill("no such words at all")
    sidebar.get_by_text("Nothing found").wait_for()
    search.press("Escape")
    row(page, GPUS).wait_for()

    page.wait_for_timeout(800)  # the choice is saved a moment after the last change
    page.reload()
    settle(page)
    row(page, GPUS).wait_for()
    assert sidebar.get_by_role("radio", name="4").is_checked()
    assert sidebar.get_by_role("checkbox", name="Computer graphics").is_checked()
    assert sidebar.get_by_role("switch", name="Additional reading").is_checked()
    assert row(page, "m1/further-reading").count() == 1


def open_and_explore(page, student):
    """A page opened by keyboard, its cells run, and a slider that runs a kernel."""
    row(page, "m1/memory-and-gpus").focus()
    page.keyboard.press("ArrowDown")
    assert row(page, GPUS).get_attribute("aria-selected") == "true"
    assert row(page, GPUS).evaluate("element => element === document.activeElement")
    page.keyboard.press("Enter")
    notebook = page.locator(".jp-NotebookPanel:not(.lm-mod-hidden)")
    notebook.get_by_role("heading", name="Introduction to GPUs").first.wait_for()
    copy = student.folder / "m1-memory-and-gpus" / "introduction-to-gpus.ipynb"
    assert copy.is_file()
    assert row(page, GPUS).get_attribute("aria-label").find("started") > 0

    # What is run while the kernel is only being connected may be asked about in a dialog.
    notebook.locator('.jp-Notebook-ExecutionIndicator[data-status="idle"]').wait_for(timeout=60_000)
    page.get_by_role("menuitem", name="Run", exact=True).click()
    page.get_by_role("menuitem", name="Run All Cells", exact=True).click()
    explorer = notebook.locator(".uh-explorer").first
    explorer.wait_for(state="attached", timeout=180_000)
    show_status(page, "")
    scroll_to(page, explorer)
    status = explorer.get_by_role("status")
    adapter = explorer.get_by_text("adapter:").first.inner_text()
    assert gpu.choose()[0].name in adapter
    assert ("its times teach nothing about GPUs" in adapter) == gpu.choose()[0].software
    before = status.text_content()
    assert "wgpu-naive" in before
    for step in ("compile", "upload", "kernel", "download", "numpy"):
        assert step in before

    # The filter-length slider, one step up by keyboard.
    slider = explorer.get_by_role("slider").nth(1)
    slider.focus()
    page.keyboard.press("ArrowRight")
    show_status(page, before)
    assert "× 63" in status.inner_text()
    scroll_to(page, explorer)
    photograph(page, "explorer")

    # A bad value gets a message in place; a good one takes it away.
    length = explorer.locator('input[type="number"]').first
    length.fill("-3")
    length.press("Enter")
    explorer.get_by_role("alert").get_by_text("can't be used").wait_for()
    length.fill("5000")
    length.press("Enter")
    status.get_by_text(re.compile("5.000")).first.wait_for()
    assert explorer.get_by_role("alert").count() == 0


def show_status(page, before):
    """Wait until the explorer has found something other than `before`; off the screen its text is not laid out."""
    page.wait_for_function(
        "before => { const s = document.querySelector('.uh-explorer [role=status]')?.textContent ?? '';"
        " return s !== before && s.includes('agrees with the reference'); }",
        arg=before,
        timeout=120_000,
    )


def scroll_to(page, widget):
    """Bring a widget to the top of its notebook; twice, because cells get their height when they come into view."""
    for _ in range(3):
        widget.evaluate("element => element.closest('.jp-Cell').scrollIntoView({block: 'start'})")
        page.wait_for_timeout(300)


def act(page, button, word):
    """Press a hand-in's button and wait for the state it leads to."""
    handin = row(page, "m1/handin-convolution")
    handin.get_by_role("button", name=button, exact=True).click()
    expect_word(page, "m1/handin-convolution", word)


def hand_in_anyway(page):
    """Hand in what the checklist finds unfinished."""
    handin = row(page, "m1/handin-convolution")
    handin.get_by_role("button", name="Hand in", exact=True).click()
    handin.get_by_text("2 of 2 required parts are not written").wait_for()
    handin.get_by_role("button", name="Hand in anyway", exact=True).click()
    expect_word(page, "m1/handin-convolution", "handed in")


def fetch_solve_and_hand_in(page, student):
    """Fetch, check in vain, solve, check, hand in."""
    handin = row(page, "m1/handin-convolution")
    expect_word(page, "m1/handin-convolution", "released")
    assert handin.get_by_role("button", name="Hand in", exact=True).is_disabled()
    act(page, "Fetch", "fetched")
    notebook = student.folder / "convolution" / "convolution.ipynb"
    text = notebook.read_text("utf-8")
    assert "YOUR CODE HERE" in text
    assert "HIDDEN TESTS" not in text
    assert "padded[first + load]" not in text

    handin.get_by_role("button", name="Check", exact=True).click()
    handin.get_by_text(re.compile(r"\d tests? fails?")).wait_for(timeout=120_000)

    solve(notebook, "naive", "pad", "padded")
    handin.get_by_role("button", name="Check", exact=True).click()
    handin.get_by_text("2 tests fail").wait_for(timeout=120_000)  # the invited part is not written
    photograph(page, "handin")
    # All that is open concerns the invited part, and so it is handed in at once.
    act(page, "Hand in", "handed in")
    assert student.ask("handins")["handins"][0]["state"] == "handed-in"


def check_status(status):
    """What the teacher's status says of both."""
    assert status["handin"] == "convolution"
    ada, grace = status["submissions"]
    assert (ada["student"], ada["state"], ada["score"], ada["max_score"], ada["late"]) == (
        "ada",
        "graded",
        10,
        10,
        False,
    )
    assert [(part["name"], part["kind"], part["score"], part["max_score"]) for part in ada["parts"]] == [
        ("naive", "required", 5, 5),
        ("padded", "required", 5, 5),
        ("shared", "invited", 0, 5),
    ]
    assert (grace["student"], grace["score"]) == ("grace", 0)
    assert [part["score"] for part in grace["parts"]] == [0, 0, 0]


def see_the_score(page, student):
    """The feedback is fetched and shown, and the score stands in the sidebar."""
    page.get_by_role("button", name=re.compile("Refresh")).first.click()
    handin = row(page, "m1/handin-convolution")
    handin.get_by_text("feedback is ready").wait_for()
    handin.get_by_role("button", name="Feedback", exact=True).click()
    expect_word(page, "m1/handin-convolution", "graded 10/10")
    viewer = page.frame_locator(".jp-HTMLViewer iframe")
    viewer.get_by_text("convolution", exact=False).first.wait_for()
    photograph(page, "graded")
    state = student.ask("handins")["handins"][0]
    assert (state["state"], state["score"], state["max_score"]) == ("graded", 10, 10)
    assert [part["kind"] for part in state["parts"]] == ["required", "required", "invited"]
