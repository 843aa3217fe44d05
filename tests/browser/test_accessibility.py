"""Our parts of JupyterLab by axe-core, in each theme and narrow: no violation of WCAG 2.2 AA."""

from pathlib import Path

import pytest

from .conftest import choose_theme, command, photograph

pytestmark = [pytest.mark.browser, pytest.mark.timeout(240)]

AXE = Path(__file__).parents[2] / "extension" / "node_modules" / "axe-core" / "axe.min.js"
OURS = [
    "#underhood-course",
    ".jp-Underhood",
    ".jp-UnderhoodUpdate",
    ".jp-UnderhoodNewer",
    ".jp-UnderhoodExercise",
    ".jp-UnderhoodQuiz",
]
RULES = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa"]
GPUS = "m1/introduction-to-gpus"
RUN = """async ([ours, rules]) => {
  const include = ours.filter(one => document.querySelector(one)).map(one => [one]);
  const found = await axe.run({include}, {runOnly: rules});
  return found.violations.map(one => [one.id, one.help, one.nodes.map(node => node.html.slice(0, 300))]);
}"""


def violations(page):
    if not page.evaluate("'axe' in window"):
        page.add_script_tag(path=AXE)
    return page.evaluate(RUN, [OURS, RULES])


@pytest.fixture(scope="module")
def ada(join):
    return join("ada")


@pytest.fixture(scope="module")
def page(ada):
    return ada.window()


@pytest.mark.parametrize("theme", ["Light", "Dark", "Dark High Contrast"])
def test_the_panel_breaks_no_rule_in_any_theme(page, theme):
    page.locator("#underhood-course").get_by_role("radio", name="4").check(force=True)
    page.locator('#underhood-course [role="treeitem"]').first.wait_for()
    choose_theme(page, theme)
    try:
        assert violations(page) == []
    finally:
        choose_theme(page, "Light")


def test_an_opened_page_breaks_no_rule(page):
    command(page, "underhood:open-page", id=GPUS)
    page.locator(".jp-Notebook .jp-Cell").first.wait_for()
    page.locator("#underhood-course").get_by_role("radio", name="1").check(force=True)
    page.wait_for_timeout(1000)  # folds and notices appear after the notebook
    assert violations(page) == []
    choose_theme(page, "Dark")
    assert violations(page) == []
    choose_theme(page, "Light")


def test_nothing_of_a_narrow_panel_is_cut_off(page):
    page.evaluate("() => { document.querySelector('#jp-left-stack').style.width = '220px'; }")
    page.set_viewport_size({"width": 520, "height": 900})
    wide = page.evaluate(
        """() => [...document.querySelectorAll('#underhood-course *')]
          .filter(one => one.getBoundingClientRect().width > 0 && one.getBoundingClientRect().right
            > document.querySelector('#underhood-course').getBoundingClientRect().right + 1)
          .map(one => one.className)"""
    )
    photograph(page, "panel-narrow")
    page.set_viewport_size({"width": 1400, "height": 900})
    assert wide == []
