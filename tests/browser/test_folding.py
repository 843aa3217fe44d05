"""A page at level 2, by keyboard alone: what the level hides is one line, and nothing is lost behind it."""

import json
import sys

import pytest

from .conftest import command, photograph

pytestmark = [pytest.mark.browser, pytest.mark.timeout(480)]

PAGE = "m1/introduction-to-gpus"
PATH = "m1-memory-and-gpus/introduction-to-gpus.ipynb"
TEXT = "Threads that belong to one work group share memory and wait for each other. " * 12
# For each cell: its type, its text and its tags. The last cell needs what the folded ones define.
CELLS = [
    ("markdown", "# Introduction to GPUs\n\n" + TEXT, []),
    ("markdown", "## Work groups\n\n" + TEXT, []),
    ("code", "print('shown')", []),
    ("code", "shared = 21", ["for-deep-learning"]),
    ("markdown", "## Occupancy and divergence\n\nA pelican among the warps. " + TEXT * 4, ["level-3"]),
    ("code", "registers = 2\nprint('folded output')", ["level-3"]),
    ("markdown", "### Registers\n\n" + TEXT, []),
    ("code", "registers += 0", []),
    ("markdown", "## Blurring an image\n\n" + TEXT, ["for-computer-graphics"]),
    ("code", "blur = 1", ["for-computer-graphics"]),
    ("markdown", "## What comes next\n\n" + TEXT, []),
    ("code", "print('answer', shared * registers)", []),
    ("markdown", "## Additional reading\n\n- A paper", ["additional-reading"]),
]
OCCUPANCY = 1  # the place of its line among the four

STATE = """() => {
    const { content } = window.jupyterapp.shell.currentWidget;
    const focused = document.activeElement;
    const lines = [...content.node.querySelectorAll('.uh-fold-toggle')];
    return {
        active: content.activeCellIndex,
        mode: content.mode,
        open: lines.map(line => line.getAttribute('aria-expanded') === 'true'),
        line: lines.indexOf(focused),
        focus: content.widgets.findIndex(({ node }) => node.contains(focused)),
        seen: content.widgets.flatMap(
            ({ node }, index) => node.querySelector('.jp-Cell-inputWrapper')?.offsetHeight ? [index] : []
        ),
    };
}"""
OUTPUTS = """() => window.jupyterapp.shell.currentWidget.content.widgets.map(({ model }) =>
    model.type === 'code' ? model.outputs.toJSON().map(output => output.text ?? output.ename).join('') : null)"""
SHOWN = [0, 1, 2, 10, 11]
OF_OCCUPANCY = [4, 5, 6, 7]


def notebook():
    version = ".".join(map(str, sys.version_info[:3]))
    # Complete, so that JupyterLab has nothing to add of its own.
    language = {
        "codemirror_mode": {"name": "ipython", "version": 3},
        "file_extension": ".py",
        "mimetype": "text/x-python",
        "name": "python",
        "nbconvert_exporter": "python",
        "pygments_lexer": "ipython3",
        "version": version,
    }
    cells = [
        {
            "id": f"cell-{number}",
            "cell_type": kind,
            "metadata": {"tags": tags} if tags else {},
            "source": text,
            **({"outputs": [], "execution_count": None} if kind == "code" else {}),
        }
        for number, (kind, text, tags) in enumerate(CELLS)
    ]
    return {
        "cells": cells,
        "metadata": {
            "kernelspec": {"display_name": "Python 3 (ipykernel)", "language": "python", "name": "python3"},
            "language_info": language,
            "underhood": {"id": PAGE, "title": "Introduction to GPUs", "kind": "page", "level": 2},
        },
        "nbformat": 4,
        "nbformat_minor": 5,
    }


def wait_for(page, **expected):
    """Wait until the notebook is as expected, or say how it is."""
    for _ in range(100):
        state = page.evaluate(STATE)
        if {key: state[key] for key in expected} == expected:
            return
        page.wait_for_timeout(100)
    assert {key: state[key] for key in expected} == expected


def opened(*places):
    return [place in places for place in range(4)]


@pytest.fixture(scope="module")
def ada(join):
    """A student at level 2 with the page open."""
    ada = join("ada")
    ada.file = ada.folder / PATH
    ada.file.parent.mkdir(parents=True, exist_ok=True)
    ada.file.write_text(json.dumps(notebook(), indent=1), "utf-8")
    page = ada.window()
    sidebar = page.locator("#underhood-course")
    sidebar.get_by_role("tree").wait_for()
    sidebar.get_by_role("radio", name="1").focus()
    page.keyboard.press("ArrowRight")
    command(page, "underhood:open-page", id=PAGE)
    page.locator(".uh-fold-toggle").first.wait_for()
    page.wait_for_function("!window.jupyterapp.shell.currentWidget.content.widgets.some(cell => cell.isPlaceholder())")
    return ada


def start(page, index=2):
    """Select a cell and give it the focus, every fold closed."""
    activate = "() => { window.jupyterapp.shell.currentWidget.content.activate(); }"
    page.evaluate(activate)
    if page.evaluate(STATE)["mode"] == "edit":
        page.keyboard.press("Escape")
    command(page, "underhood:show-all")
    if any(page.evaluate(STATE)["open"]):
        command(page, "underhood:show-all")
    page.evaluate("index => { window.jupyterapp.shell.currentWidget.content.activeCellIndex = index; }", index)
    page.evaluate(activate)
    wait_for(page, active=index, focus=index, open=opened(), seen=SHOWN)


def test_lines_say_what_they_hide_and_open_in_place(ada):
    page = ada.page
    start(page)
    lines = page.locator(".uh-fold-toggle")
    said = [" · ".join(text.split("\n")) for text in lines.all_inner_texts()]
    assert said == [
        "Deep learning · more on Work groups · under 1 min · show",
        "level 3 · Occupancy and divergence · 4 min · show",
        "Computer graphics · Blurring an image · 1 min · show",
        "additional reading · Additional reading · under 1 min · show",
    ]
    photograph(page, "folded-notebook")
    for key, active, line in (
        *(("j", 3, 0), ("ArrowDown", 4, 1), ("j", 8, 2), ("j", 10, -1)),
        *(("k", 8, 2), ("ArrowUp", 4, 1)),
    ):
        page.keyboard.press(key)
        wait_for(page, active=active, line=line, open=opened())
    page.keyboard.press("Enter")
    wait_for(page, open=opened(OCCUPANCY), line=OCCUPANCY, seen=sorted(SHOWN + OF_OCCUPANCY))
    assert lines.nth(OCCUPANCY).inner_text().endswith("hide")
    photograph(page, "opened-fold")
    page.keyboard.press("Space")
    wait_for(page, open=opened(), seen=SHOWN)
    for key in ("d", "d", "x", "m", "y"):  # JupyterLab's keys would act on a cell that nobody sees
        page.keyboard.press(key)
    assert page.evaluate("window.jupyterapp.shell.currentWidget.content.widgets.length") == len(CELLS)
    page.keyboard.press("Tab")
    wait_for(page, active=8, line=2, open=opened())


def test_a_line_stays_selected_when_the_page_is_drawn_again_before_the_focus_has_come(ada):
    page = ada.page
    start(page)
    page.evaluate(
        """() => {
            const { commands, shell } = window.jupyterapp;
            void commands.execute('notebook:move-cursor-down');
            shell.currentWidget.content.modelChanged.emit();
        }"""
    )
    wait_for(page, active=3, line=0, open=opened())


def test_the_level_applies_at_once_and_the_file_stays_as_it_is(ada):
    page = ada.page
    before = ada.file.read_bytes()
    start(page)
    sidebar = page.locator("#underhood-course")
    sidebar.get_by_role("radio", name="2").focus()
    page.keyboard.press("ArrowRight")
    wait_for(page, open=[False] * 3, seen=sorted(SHOWN + OF_OCCUPANCY))
    page.evaluate("() => { window.jupyterapp.shell.currentWidget.content.activeCellIndex = 5; }")
    page.keyboard.press("ArrowLeft")
    wait_for(page, open=opened(), seen=SHOWN, active=2)  # the cell above what folded away
    command(page, "underhood:show-all")
    wait_for(page, open=opened(0, 1, 2, 3))
    page.locator('.uh-show-all[aria-pressed="true"]').first.wait_for()
    command(page, "underhood:show-all")
    wait_for(page, open=opened())
    assert not page.evaluate("window.jupyterapp.shell.currentWidget.context.model.dirty")
    assert ada.file.read_bytes() == before


def test_the_table_of_contents_a_search_and_a_link_open_what_they_lead_to(ada):
    page = ada.page
    start(page)
    page.keyboard.press("Control+Shift+K")
    heading = page.locator(".jp-TableOfContents-content").get_by_role("treeitem", name="Registers").last
    heading.focus()
    page.keyboard.press("Enter")
    wait_for(page, open=opened(OCCUPANCY), active=6)

    start(page)
    page.keyboard.press("Control+f")
    page.keyboard.type("pelican")
    page.locator(".jp-DocumentSearch-index-counter").get_by_text("1/1").wait_for()
    page.keyboard.press("Enter")
    wait_for(page, open=opened(OCCUPANCY), active=4)
    page.keyboard.press("Escape")

    start(page)
    page.evaluate("() => window.jupyterapp.shell.currentWidget.setFragment('#heading=Registers')")
    wait_for(page, open=opened(OCCUPANCY))
    page.locator("h3", has_text="Registers").wait_for()
    command(page, "underhood:toggle-course")


def test_running_skips_nothing_and_a_failure_is_seen(ada):
    page = ada.page
    start(page)
    command(page, "notebook:run-all-cells")
    page.wait_for_function(f"({OUTPUTS})()[11] !== ''")
    outputs = page.evaluate(OUTPUTS)
    assert (outputs[5], outputs[11]) == ("folded output\n", "answer 42\n")
    wait_for(page, open=opened(), seen=SHOWN, active=12)

    # One cell after the other: a line is one step, and runs all that it stands for.
    command(page, "notebook:clear-all-cell-outputs")
    start(page)
    for active in (3, 4, 8, 10, 11):
        page.keyboard.press("Shift+Enter")
        wait_for(page, active=active, open=opened())
    page.keyboard.press("Shift+Enter")
    page.wait_for_function(f"({OUTPUTS})()[11] !== ''")
    assert page.evaluate(OUTPUTS)[5] == "folded output\n"

    change = "source => window.jupyterapp.shell.currentWidget.content.widgets[7].model.sharedModel.setSource(source)"
    page.evaluate(change, "1 / 0")
    start(page)
    run = "async () => { await window.jupyterapp.commands.execute('notebook:run-all-cells').catch(() => 0); }"
    page.evaluate(run)
    wait_for(page, open=opened(OCCUPANCY))
    assert page.evaluate(OUTPUTS)[7] == "ZeroDivisionError"
    assert ada.errors == []
