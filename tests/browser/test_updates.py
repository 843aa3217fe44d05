"""The course gets a newer version of a page that a student changed: merged, reset and restored by keyboard alone."""

import json
import shutil

import pytest
from underhood_course import course_folder

from .conftest import OUTPUT, choose_theme, palette, photograph
from .test_accessibility import violations

pytestmark = [pytest.mark.browser, pytest.mark.timeout(300)]

PAGE = "m1/memory-and-gpus"
PATH = "m1-memory-and-gpus/memory-and-gpus.ipynb"
HOSTILE = "<img src=x onerror='window.__ran=1'>"
CODE = "size = 1024\nbytes_each = 4\nprint(size * bytes_each)"


@pytest.fixture
def course(tmp_path):
    """A copy of the course whose first page has a cell to run."""
    copy = tmp_path / "course"
    shutil.copytree(course_folder(), copy, ignore=shutil.ignore_patterns("underhood_*", "__pycache__"))
    change(copy / PATH, lambda cells: cells.insert(1, code("try-it", CODE)))
    return copy


def code(name, source):
    return {
        "cell_type": "code",
        "id": name,
        "metadata": {},
        "source": source,
        "outputs": [],
        "execution_count": None,
    }


def change(file, edit, title=None):
    document = json.loads(file.read_text("utf-8"))
    edit(document["cells"])
    if title:
        document["metadata"]["underhood"]["title"] = title
    file.write_text(json.dumps(document), "utf-8")


def newer(cells):
    """The course's next version: another number, another sentence, a new section, markup that must not act."""
    cells[1]["source"] = CODE.replace("1024", "4096").replace("print(", "print('bytes:', ")
    cells[2]["source"] = "".join(cells[2]["source"]) + "\n\nA sentence that is new."
    cells.insert(3, {"cell_type": "markdown", "id": "new", "metadata": {}, "source": f"## New section\n\n{HOSTILE}"})


def texts(file):
    return ["".join(cell["source"]) for cell in json.loads(file.read_text("utf-8"))["cells"]]


def focused(page):
    return page.evaluate("document.activeElement.textContent || document.activeElement.value")


def test_a_newer_version_is_merged_reset_and_restored(join, course):
    ada = join("ada", course=course)
    page = ada.window()
    row = page.locator(f'#underhood-course [role="treeitem"][data-page-id="{PAGE}"]')
    row.wait_for()
    row.focus()
    page.keyboard.press("Enter")
    own = ada.folder / PATH
    notebook = page.locator(".jp-NotebookPanel:not(.lm-mod-hidden)")
    cell = notebook.locator(".jp-CodeCell").first
    cell.get_by_text("bytes_each").first.wait_for()
    page.locator(".jp-Spinner").wait_for(state="detached")

    # Ada changes the cell, and does not save.
    page.locator(".jp-Notebook.jp-mod-commandMode .jp-Cell.jp-mod-active").focus()
    page.keyboard.press("ArrowDown")
    notebook.locator(".jp-CodeCell.jp-mod-active").wait_for()
    page.keyboard.press("Enter")
    page.keyboard.press("Control+A")
    page.keyboard.insert_text(CODE.replace("1024", "2048"))
    page.keyboard.press("Escape")
    cell.get_by_text("2048").wait_for()
    page.locator(".jp-Notebook.jp-mod-commandMode").wait_for()

    # The course gets a newer version; the tree and the notebook say so.
    change(course / PATH, newer, title=f"Why memory decides {HOSTILE}")
    palette(page, "Refresh course")
    row.get_by_text("newer version").wait_for()
    assert "newer version" in row.get_attribute("aria-label")
    notice = notebook.locator(".jp-UnderhoodNewer")
    notice.get_by_text("newer version").wait_for()
    photograph(page, "update-notice")
    assert violations(page) == []

    # The difference: the focus is on the first choice.
    palette(page, "Show the newer version of the page")
    tab = page.locator(".jp-UnderhoodUpdate")
    tab.get_by_role("heading", name="Newer version of").wait_for()
    assert "2048" in own.read_text("utf-8"), "what was not saved is saved before anything is compared"
    page.wait_for_function("document.activeElement.type === 'radio'")
    conflict = tab.locator("[data-conflict=true]")
    assert conflict.get_by_role("radio", name="Mine", exact=True).is_checked()
    assert tab.locator(".uh-update-cell").count() == 3
    page.mouse.move(0, 0)
    page.wait_for_timeout(300)
    photograph(page, "update")
    assert violations(page) == []
    for theme in ("Dark", "Dark High Contrast", "Light"):
        choose_theme(page, theme)
        assert violations(page) == []
    page.set_viewport_size({"width": 760, "height": 900})
    photograph(page, "update-narrow")
    page.set_viewport_size({"width": 1400, "height": 900})
    choose_theme(page, "Light")

    # The tab is there again in a window opened anew.
    page.wait_for_timeout(1500)  # JupyterLab saves its layout a moment later
    page.reload()
    tab.get_by_role("heading", name="Newer version of").wait_for()
    page.evaluate("async () => { await window.jupyterapp.restored; }")

    # Both of the cell that both changed; the rest as proposed.
    page.evaluate("document.querySelector('.jp-UnderhoodUpdate input:checked').focus()")
    page.keyboard.press("ArrowDown")
    assert conflict.get_by_role("radio", name="Both, mine below").is_checked()
    page.keyboard.press("Shift+Tab")
    page.keyboard.press("Shift+Tab")
    assert focused(page) == "Merge (1 conflict)"
    before = own.read_bytes()
    page.keyboard.press("Enter")
    tab.wait_for(state="detached")
    notice.wait_for(state="detached")
    row.get_by_text("newer version").wait_for(state="detached")
    merged = texts(own)
    assert [("4096" in text, "2048" in text) for text in merged[1:3]] == [(True, False), (False, True)]
    assert any(text.startswith("## New section") for text in merged)
    assert any(text.endswith("A sentence that is new.") for text in merged)
    notebook.get_by_text("New section").first.wait_for(state="attached")
    backups = ada.folder / ".underhood" / "backups" / PAGE
    assert [file.read_bytes() for file in backups.glob("*-update.ipynb")] == [before]

    # Reset asks first; the way back is in the list of backups.
    palette(page, "Reset page")
    page.get_by_role("dialog").get_by_role("button", name="Reset the page").wait_for()
    page.screenshot(path=OUTPUT / "update-reset.png")
    page.keyboard.press("Enter")
    page.get_by_role("dialog").wait_for(state="detached")
    page.wait_for_function(
        "() => !document.querySelector('.jp-NotebookPanel:not(.lm-mod-hidden)').textContent.includes('2048')"
    )
    assert texts(own) == texts(course / PATH)
    palette(page, "Restore a backup of the page")
    page.get_by_role("dialog").get_by_role("combobox").wait_for()
    page.screenshot(path=OUTPUT / "update-restore.png")
    page.keyboard.press("Enter")
    page.get_by_role("dialog").wait_for(state="detached")
    notebook.get_by_text("2048").first.wait_for()
    assert texts(own) == merged

    assert page.evaluate("window.__ran") is None
    assert page.locator("#underhood-course img, .jp-Dialog img, .Toastify img").count() == 0
    assert ada.errors == []
