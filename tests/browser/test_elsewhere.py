"""Where else the course runs: below a JupyterHub's address, and in Notebook 7."""

import pytest

from .conftest import OUTPUT, command

pytestmark = [pytest.mark.browser, pytest.mark.timeout(300)]

GPUS = "m1/introduction-to-gpus"
PATH = "m1-memory-and-gpus/introduction-to-gpus.ipynb"
BASE = "/user/ada/gpu%20machine/"  # as a hub gives it to a named server


@pytest.fixture(scope="module")
def ada(join):
    return join("ada", base=BASE)


def row(page, page_id):
    return page.locator(f'#underhood-course [role="treeitem"][data-page-id="{page_id}"]')


def reload(page):
    page.reload()
    page.wait_for_selector("#underhood-course", state="attached")
    page.evaluate("async () => { await window.jupyterapp.restored; }")


def test_below_a_hub_s_address(ada):
    page = ada.window()
    sidebar = page.locator("#underhood-course")
    sidebar.get_by_role("radio", name="1").focus()
    page.keyboard.press("ArrowRight")
    row(page, GPUS).focus()
    page.keyboard.press("Enter")
    page.locator(".jp-NotebookPanel").get_by_role("heading", name="Introduction to GPUs").first.wait_for()
    page.locator(".uh-fold-toggle", has_text="Shared memory").wait_for(state="attached")
    assert (ada.folder / PATH).is_file()
    # Events come through the hub's address, too: what is changed elsewhere is seen here.
    ada.ask("progress", {"level": 3})
    page.wait_for_function("document.querySelector('#underhood-course input[type=radio]:checked').value === '3'")
    page.locator(".uh-fold-toggle", has_text="Shared memory").wait_for(state="detached")
    assert ada.errors == []


def test_nbgrader_s_own_parts_step_back_but_stay_in_reach(ada):
    page = ada.page
    menu = page.get_by_role("menuitem", name="Nbgrader")
    panel = page.locator('[data-id="nbgrader-create_assignemnt"]')
    validate = page.locator(".jp-NotebookPanel .validate-button")
    assert (menu.count(), panel.count(), validate.is_visible()) == (0, 0, False)
    show = "value => window.jupyterapp.serviceManager.settings.save('underhood:plugin', `{\"showNbgrader\": ${value}}`)"
    page.evaluate(show, "true")
    reload(page)
    menu.wait_for()
    panel.wait_for()
    validate.wait_for()
    page.evaluate(show, "false")
    reload(page)
    menu.wait_for(state="detached")
    command(page, "nbgrader:open-create-assignment")
    panel.wait_for()
    command(page, "nbgrader:open-formgrader")
    page.locator("#formgrader, .nbgrader-mainarea-widget").first.wait_for()


def test_in_notebook_7(ada):
    ada.ask("progress", {"level": 2})
    page = ada.page
    page.goto(f"{ada.address}tree?token={ada.token}")
    tree = page.locator("#underhood-course").get_by_role("tree")
    tree.wait_for()
    page.screenshot(path=OUTPUT / "notebook-7-tree.png")
    page.goto(f"{ada.address}notebooks/{PATH}?token={ada.token}")
    row(page, GPUS).wait_for()
    page.get_by_role("heading", name="Introduction to GPUs").first.wait_for()
    line = page.locator(".uh-fold-toggle", has_text="Shared memory")
    line.wait_for(state="attached")
    line.focus()
    page.keyboard.press("Enter")
    page.get_by_role("heading", name="A tile in shared memory").wait_for()
    assert line.get_attribute("aria-expanded") == "true"
    page.screenshot(path=OUTPUT / "notebook-7.png")
