"""Where else the course runs: below a JupyterHub's address, and in Notebook 7."""

import pytest

from .conftest import OUTPUT, command

pytestmark = [pytest.mark.browser, pytest.mark.timeout(300)]

GPUS = "m1/introduction-to-gpus"
PATH = "m1-memory-and-gpus/introduction-to-gpus.ipynb"
BASE = "/user/ada/gpu%20machine/"  # as a hub gives it to a named server
SHOW = "value => window.jupyterapp.serviceManager.settings.save('underhood:plugin', `{\"showNbgrader\": ${value}}`)"
# With its kernel named, so that JupyterLab asks for none.
NEW = """async () => {
  const { contents } = window.jupyterapp.serviceManager;
  const { path } = await contents.newUntitled({ type: 'notebook' });
  const kernelspec = { name: 'python3', display_name: 'Python 3' };
  const content = { cells: [], metadata: { kernelspec }, nbformat: 4, nbformat_minor: 5 };
  await contents.save(path, { type: 'notebook', format: 'json', content });
  await window.jupyterapp.commands.execute('docmanager:open', { path });
}"""


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
    page = ada.page or ada.window()
    menu = page.get_by_role("menuitem", name="Nbgrader")
    panel = page.locator('[data-id="nbgrader-create_assignemnt"]')
    validate = page.locator(".jp-NotebookPanel .validate-button")
    assert (menu.count(), panel.count(), validate.is_visible()) == (0, 0, False)
    page.evaluate(SHOW, "true")
    reload(page)
    menu.wait_for()
    panel.wait_for()
    validate.wait_for()
    page.evaluate(SHOW, "false")
    reload(page)
    menu.wait_for(state="detached")
    command(page, "nbgrader:open-create-assignment")
    panel.wait_for()
    command(page, "nbgrader:open-formgrader")
    page.locator("#formgrader, .nbgrader-mainarea-widget").first.wait_for()


def shown_buttons(page):
    """Count nbgrader's buttons that are to be seen, with the popup of what does not fit open where there is one."""
    page.wait_for_timeout(1500)  # the toolbar looks at its width every half second
    popup = page.locator(".jp-Toolbar-responsive-popup:not(.lm-mod-hidden)")
    more = page.locator(".jp-NotebookPanel:not(.lm-mod-hidden) .jp-Toolbar-responsive-opener:not(.lm-mod-hidden)")
    if more.count() and not popup.count():
        more.click()
        popup.wait_for()
    return sum(one.is_visible() for one in page.locator(".validate-button").all())


def wait_for_button(page):
    """Wait until nbgrader's button is to be seen; a busy machine takes its time with a toolbar."""
    tries = 15
    while shown_buttons(page) != 1:
        tries -= 1
        assert tries, "nbgrader's button does not appear"


@pytest.mark.parametrize("width", [1400, 700])
def test_a_page_opened_by_a_link_into_a_new_workspace_has_no_validate_button(ada, width):
    page = ada.page or ada.window()
    page.evaluate(SHOW, "false")
    page.set_viewport_size({"width": width, "height": 800})
    link = f"{ada.address}lab/workspaces/linked-{width}?lesson={GPUS}&token={ada.token}"
    heading = page.locator(".jp-NotebookPanel:not(.lm-mod-hidden)").get_by_role("heading", name="Introduction to GPUs")
    page.goto(link)
    heading.first.wait_for()
    page.locator(".validate-button").wait_for(state="attached")
    assert shown_buttons(page) == 0
    assert page.locator(".validate-button").count() == 1
    page.screenshot(path=OUTPUT / f"no-validate-button-{width}.png")
    page.evaluate(NEW)  # no page of the course
    heading.first.wait_for(state="hidden")
    wait_for_button(page)
    page.screenshot(path=OUTPUT / f"own-notebook-{width}.png")
    page.evaluate(SHOW, "true")
    page.goto(link)
    heading.first.wait_for()
    wait_for_button(page)


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
