"""Finding one's way by keyboard alone: search with hits in the text, filters by state and kind, what is new."""

import re

import pytest

from .conftest import photograph

pytestmark = [pytest.mark.browser, pytest.mark.timeout(300)]

GPUS = "m1/introduction-to-gpus"


def rows(page):
    return page.locator('#underhood-course [role="treeitem"]')


def focused(page, attribute):
    return page.evaluate("name => document.activeElement.getAttribute(name)", attribute)


def tab_to(page, name, role=None):
    """Press Tab until what has this name has the focus."""
    for _ in range(40):
        page.keyboard.press("Tab")
        found = page.evaluate(
            """() => { const e = document.activeElement;
                return [e.getAttribute('aria-label') ?? e.labels?.[0]?.textContent ?? e.textContent,
                        e.getAttribute('role') ?? e.type]; }"""
        )
        if re.fullmatch(name, (found[0] or "").strip()) and role in (None, found[1]):
            return
    pytest.fail(f"no {name} within 40 presses of Tab")


def width(page, pixels):
    """Make the sidebar this wide."""
    handle = page.locator("#jp-main-split-panel > .lm-SplitPanel-handle").first
    box = handle.bounding_box()
    left = page.locator("#jp-left-stack").bounding_box()
    page.mouse.move(box["x"] + box["width"] / 2, 500)
    page.mouse.down()
    page.mouse.move(left["x"] + pixels, 500, steps=5)
    page.mouse.up()


def test_search_and_filters_by_keyboard(join):
    ada = join("ada")
    page = ada.window()
    sidebar = page.locator("#underhood-course")
    rows(page).first.wait_for()

    # Raise the level with the arrow keys, after something was opened: what is new can be told apart.
    search = sidebar.get_by_role("searchbox", name="Search the course")
    search.focus()
    page.keyboard.type("memory")
    page.keyboard.press("Enter")
    page.wait_for_selector(".jp-Notebook")
    search.focus()
    page.keyboard.press("Escape")
    assert search.input_value() == ""
    tab_to(page, "1 .*", "radio")
    for _ in range(2):
        page.keyboard.press("ArrowRight")
    sidebar.locator(f'[data-page-id="{GPUS}"]').wait_for()

    # Text that stands in no title, with its section; Escape gives the tree back.
    search.focus()
    page.keyboard.type("same instruction")
    sidebar.locator(".uh-excerpt").first.wait_for()
    marked = sidebar.locator(".uh-excerpt mark").first.inner_text()
    assert marked.lower() in ("same", "instruction")
    sidebar.get_by_text(re.compile("^[0-9]+ pages? found")).wait_for(state="attached")
    for pixels in (220, 320):
        width(page, pixels)
        photograph(page, f"search-{pixels}")
    search.focus()
    page.keyboard.press("ArrowDown")
    assert focused(page, "role") == "treeitem"
    section = focused(page, "data-section")
    page.keyboard.press("ArrowDown")
    section = section or focused(page, "data-section")
    assert section
    page.keyboard.press("Enter")
    page.locator(".jp-Notebook .jp-RenderedHTMLCommon :is(h2, h3)", has_text=section).first.wait_for()
    page.locator(f'#underhood-course [data-section="{section}"]').focus()
    page.keyboard.press("Escape")
    assert focused(page, "type") == "search"

    # A slip of the finger, and letters of several words.
    page.keyboard.type("introducton")
    sidebar.locator(f'[data-page-id="{GPUS}"]').wait_for()
    page.keyboard.press("Escape")
    page.keyboard.type("zzzz")
    sidebar.get_by_role("heading", name="Nothing found").wait_for()
    page.keyboard.press("Escape")

    # By state: only what was started, the rest counted and one press away.
    tab_to(page, "More filters")
    page.keyboard.press("Enter")
    tab_to(page, "Started", "checkbox")
    page.keyboard.press("Space")
    sidebar.get_by_role("button", name="More filters (1 active)").wait_for()
    counted = sidebar.get_by_role("button", name=re.compile("not started hidden"))
    counted.wait_for()
    for pixels in (220, 320):
        width(page, pixels)
        photograph(page, f"filters-{pixels}")
    counted.focus()
    page.keyboard.press("Enter")
    sidebar.get_by_role("button", name="More filters", exact=True).wait_for()

    # What is new since level 1.
    search.focus()
    switch = sidebar.get_by_role("switch", name="Only what is new above level 1")
    switch.focus()
    page.keyboard.press("Space")
    sidebar.get_by_role("button", name=re.compile("not new")).wait_for()
    page.wait_for_timeout(800)
    assert ada.ask("progress")["known_level"] == 1
    page.reload()
    switch.wait_for()
    assert switch.is_checked(), "the filter is kept for the workspace"
    assert ada.errors == []
