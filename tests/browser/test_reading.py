"""Going through the course by keyboard alone: the welcome, continuing at a heading, next page, links, two windows."""

import pytest

from .conftest import palette, photograph, settle

pytestmark = [pytest.mark.browser, pytest.mark.timeout(300)]

FIRST = "m1/memory-and-gpus"
GPUS = "m1/introduction-to-gpus"


def sidebar(page):
    return page.locator("#underhood-course")


def notebook(page):
    return page.locator(".jp-NotebookPanel:not(.lm-mod-hidden)")


def tab_to(page, locator, most=60):
    """Press Tab until the element has the focus."""
    for _ in range(most):
        if locator.evaluate("element => element === document.activeElement"):
            return
        page.keyboard.press("Tab")
    pytest.fail("Tab never got there")


def press(page, button):
    """Press Enter on a button, once JupyterLab no longer takes the focus for what it restores."""
    for _ in range(20):
        button.focus()
        page.wait_for_timeout(500)
        if button.evaluate("element => element === document.activeElement"):
            page.keyboard.press("Enter")
            return
    pytest.fail("the focus was taken away again and again")


def restored(page):
    """Wait until JupyterLab has restored its layout, with the notebooks that were open."""
    page.wait_for_selector("#underhood-course", state="attached")
    page.evaluate("async () => { await window.jupyterapp.restored; }")
    page.wait_for_selector("#jupyterlab-splash", state="detached")


def is_at(page, title):
    """Wait until a heading stands in the upper half of the page's window."""
    page.wait_for_function(
        """title => [...document.querySelectorAll('.jp-NotebookPanel:not(.lm-mod-hidden) :is(h1, h2, h3, h4)')]
        .some(heading => {
          const view = heading.closest('.jp-WindowedPanel-outer').getBoundingClientRect();
          const { top, height } = heading.getBoundingClientRect();
          return heading.textContent.startsWith(title) && height > 0
            && top >= view.top - 5 && top < (view.top + view.bottom) / 2;
        })""",
        arg=title,
    )


def until(student, found):
    """Wait until the server's progress is what it should be."""
    for _ in range(100):
        progress = student.ask("progress")
        if found(progress):
            return progress
        student.page.wait_for_timeout(100)
    pytest.fail(f"the progress stayed {progress}")


def test_the_welcome_is_answered_by_keyboard_once(join):
    ada = join("ada", welcomed=False)
    page = ada.window()
    welcome = sidebar(page).get_by_role("region", name="Welcome")
    welcome.wait_for()
    photograph(page, "welcome")

    levels = welcome.get_by_role("radio")
    sidebar(page).get_by_role("button", name="Refresh").focus()
    tab_to(page, levels.first)
    page.keyboard.press("ArrowDown")
    assert levels.nth(1).is_checked()
    tab_to(page, welcome.get_by_role("checkbox", name="Computer graphics"))
    page.keyboard.press("Space")
    tab_to(page, welcome.get_by_role("combobox", name="How much time a day"))
    page.keyboard.type("15")
    welcome.get_by_role("status").get_by_text("days of 15 min").wait_for()
    tab_to(page, welcome.get_by_role("button", name="Put aside"))
    page.keyboard.press("Enter")
    welcome.wait_for(state="detached")
    assert sidebar(page).locator(".uh-continue").evaluate("element => element === document.activeElement")
    progress = until(ada, lambda progress: progress.get("welcomed"))
    assert (progress["level"], progress["specializations"], progress["daily_minutes"]) == (2, ["computer-graphics"], 15)

    page.reload()
    settle(page)
    sidebar(page).get_by_role("searchbox").wait_for()
    assert welcome.count() == 0

    palette(page, "choose level, spec")
    welcome.wait_for()
    page.wait_for_function("document.activeElement?.matches('.uh-welcome input:checked')")
    page.keyboard.press("Escape")
    welcome.wait_for(state="detached")
    assert ada.errors == []


def test_continue_at_the_heading_next_page_and_links(join):
    grace = join("grace")
    grace.ask("progress", {"level": 3})
    page = grace.window()
    start = sidebar(page).get_by_role("button", name="Start: Why memory decides")
    start.wait_for()

    # A link to a heading, as a colleague sends it; the address is plain again afterwards.
    heading = page_heading(grace, GPUS)
    page.goto(f"http://127.0.0.1:{grace.port}/lab?token={grace.token}&lesson={GPUS}%23{heading}")
    notebook(page).get_by_role("heading", name=heading).first.wait_for()
    is_at(page, heading)
    assert "lesson" not in page.url

    # Advice, with a link; it does not lock.
    advice = notebook(page).get_by_role("note", name="About this page")
    advice.get_by_role("button", name="Why memory decides").wait_for()
    photograph(page, "page-advice")

    # Scrolling by keyboard is what is remembered, and a reload leads back there.
    notebook(page).locator(".jp-Notebook").click(position={"x": 300, "y": 300})
    page.keyboard.press("Escape")
    for _ in range(12):
        page.keyboard.press("ArrowDown")
    seen = until(grace, lambda progress: progress["pages"][GPUS].get("heading"))["pages"][GPUS]["heading"]
    page.wait_for_timeout(4000)
    seen = grace.ask("progress")["pages"][GPUS]["heading"]
    proceed = sidebar(page).get_by_role("button", name="Continue: ")
    proceed.get_by_text(seen).wait_for()
    page.reload()
    restored(page)
    proceed.get_by_text(seen).wait_for()
    press(page, proceed)
    is_at(page, seen)
    photograph(page, "continue")

    # Another window shows the same at once, told by the server.
    other = page.context.new_page()
    other.goto(page.url)
    sidebar(other).get_by_role("radio", name="3").wait_for(state="attached")
    sidebar(page).get_by_role("radio", name="4").check(force=True)
    other.wait_for_function("document.querySelector('#underhood-course input[type=radio][value=\"4\"]').checked")
    sidebar(other).get_by_role("radio", name="3").check(force=True)
    page.wait_for_function("document.querySelector('#underhood-course input[type=radio][value=\"3\"]').checked")
    other.close()

    # The link that is copied leads to the same place, in a named workspace too.
    link = page.evaluate("async () => await window.jupyterapp.commands.execute('underhood:copy-link', {})")
    assert link.startswith(f"http://127.0.0.1:{grace.port}/lab?lesson={GPUS}&heading=")
    page.goto(link.replace("/lab?", "/lab/workspaces/mine?"))
    restored(page)  # until then JupyterLab may take the focus from the palette
    is_at(page, seen)

    # Previous page by the palette, then on by what stands at the page's end.
    palette(page, "previous page")
    notebook(page).get_by_role("heading", name="Why memory decides").first.wait_for()
    page.keyboard.press("Escape")
    end = notebook(page).get_by_role("navigation", name="Course pages")
    onward = end.get_by_role("button", name="Next: Introduction to GPUs")
    page.keyboard.press("End")
    onward.scroll_into_view_if_needed()
    notebook(page).locator(".jp-Notebook-footer").focus()
    tab_to(page, onward, 5)
    photograph(page, "page-end")
    page.keyboard.press("Enter")
    notebook(page).get_by_role("heading", name="Introduction to GPUs").first.wait_for()

    # A page that is no page of the course is said to be none, as text.
    page.goto(f"http://127.0.0.1:{grace.port}/lab?lesson=%3Cimg src=x onerror=alert(1)%3E")
    page.get_by_text("which is no page of this course").wait_for()
    assert grace.errors == []


def page_heading(student, page_id):
    """The title of a section in the middle of a page, shown at level 3."""
    pages = [page for module in student.ask("catalog")["modules"] for page in module["pages"]]
    found = next(page for page in pages if page["id"] == page_id)
    return [s["title"] for s in found["sections"] if not s["specializations"]][2]
