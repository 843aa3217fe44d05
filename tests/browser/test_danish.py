"""The sidebar in JupyterLab's chosen language, Danish as the proof."""

import json

import pytest

from .conftest import photograph

pytestmark = [pytest.mark.browser, pytest.mark.timeout(240)]


def test_the_sidebar_speaks_danish_where_jupyterlab_does(join):
    bob = join("bob")
    settings = bob.home / ".jupyter" / "lab" / "user-settings" / "@jupyterlab" / "translation-extension"
    settings.mkdir(parents=True)
    (settings / "plugin.jupyterlab-settings").write_text(json.dumps({"locale": "da_DK"}))
    page = bob.window()
    panel = page.locator("#underhood-course")
    panel.get_by_role("radiogroup", name="Niveau").wait_for()
    assert panel.get_by_role("searchbox").get_attribute("aria-label") == "Søg i kurset"
    photograph(page, "danish")
