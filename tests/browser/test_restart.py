"""The server is restarted, or knows nobody any more, while a window is open."""

import secrets

import pytest

from .conftest import OUTPUT, command

pytestmark = [pytest.mark.browser, pytest.mark.timeout(400)]


def test_the_course_comes_back_with_the_server(join):
    ada = join("ada")
    page = ada.window()
    sidebar = page.locator("#underhood-course")
    sidebar.get_by_role("treeitem").first.wait_for()
    failure = sidebar.locator("p", has_text="The server does not answer")

    ada.stop_server()
    command(page, "underhood:refresh")
    failure.wait_for()
    lost = page.locator(".jp-Dialog")  # JupyterLab's own word, at its next request
    lost.wait_for(timeout=120_000)
    page.keyboard.press("Escape")
    ada.start()
    ada.ask("progress", {"level": 3})
    failure.wait_for(state="detached", timeout=180_000)
    page.wait_for_function("document.querySelector('#underhood-course input[type=radio]:checked').value === '3'")

    # With another token nobody is known any more: that is what is said then.
    ada.stop_server()
    command(page, "underhood:refresh")
    failure.wait_for()
    page.context.clear_cookies()
    ada.token = secrets.token_hex(8)
    ada.start()
    sidebar.locator("p", has_text="Your login has expired").wait_for(timeout=180_000)
    page.screenshot(path=OUTPUT / "login-expired.png")
