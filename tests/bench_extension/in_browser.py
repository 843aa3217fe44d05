"""What is measured in Chromium: start, keystrokes and level changes, opening a page, folding, and what is loaded."""

from __future__ import annotations

import gzip
import statistics
from pathlib import Path
from typing import TYPE_CHECKING, Any

import painting

if TYPE_CHECKING:
    from collections.abc import Sequence

    from serving import Server

STARTED = """
if (window === window.top) {
  performance.mark('begun');
}
Object.defineProperty(window, 'jupyterapp', {
  configurable: true,
  get() { return this.appOfJupyter; },
  set(app) {
    this.appOfJupyter = app;
    app.restored.then(() => {
      window.restoredAt = performance.now();
      performance.mark('restored');
    });
  }
});
"""
# Searches as they are typed: words, slips, letters of several words, and taken back again.
TYPED = ("occupancy", "memory work", "ocupancy", "texture", "fus a scan", "zq", "m", "hiding latency")
FAST, PAUSE = 70, 400  # between keys, and after a word, in milliseconds

OPEN = """
async ([command, args]) => {
  const { commands, shell } = window.jupyterapp;
  const begin = performance.now();
  await commands.execute(command, args);
  const panel = shell.currentWidget;
  await panel.context.ready;
  await panel.revealed;
  await new Promise(resolve => requestAnimationFrame(() => setTimeout(resolve)));
  const took = performance.now() - begin;
  const { session } = panel.sessionContext;
  await panel.sessionContext.ready;
  await panel.sessionContext.shutdown();
  panel.context.model.dirty = false;
  panel.close();
  return took;
}
"""


def new_page(browser: Any, server: Server) -> Any:
    """Open JupyterLab in a window with an empty cache, and wait until it is restored."""
    context = browser.new_context(viewport={"width": 1400, "height": 900}, reduced_motion="reduce")
    page = context.new_page()
    page.set_default_timeout(180_000)
    page.add_init_script(STARTED)
    page.goto(server.url)
    page.wait_for_function("window.restoredAt !== undefined")
    return page


def measure_start(browser: Any, with_ours: Server, without: Server, times: int) -> dict[str, dict[str, list[float]]]:
    """Return the milliseconds from navigation until the layout is restored, with ours and without, in turns.

    The `whole` time, and the time that the page's main thread had a `processor`.
    """
    starts: dict[str, dict[str, list[float]]] = {name: {"with": [], "without": []} for name in ("whole", "processor")}
    for turn in range(times + 1):
        for name, server in (("with", with_ours), ("without", without))[:: 1 if turn % 2 else -1]:
            browser.start_tracing(categories=painting.MARKS)
            page = new_page(browser, server)
            processor = painting.between(browser.stop_tracing(), "begun", "restored")
            if turn:  # the first one warms the servers
                starts["whole"][name].append(page.evaluate("window.restoredAt"))
                starts["processor"][name].append(processor)
            page.context.close()
    return starts


def loaded_size(browser: Any, server: Server) -> dict[str, int]:
    """Return the compressed bytes of each file of ours that starting and looking at the course loads."""
    sizes: dict[str, int] = {}
    context = browser.new_context()
    page = context.new_page()
    page.on("response", lambda one: sizes.update(_sizes(one)))
    page.goto(server.url)
    page.wait_for_selector("#underhood-course [role=treeitem]", timeout=180_000)
    page.wait_for_timeout(1000)
    context.close()
    return sizes


def _sizes(response: Any) -> dict[str, int]:
    path = response.url.partition("?")[0]
    if "/extensions/underhood/" not in path or not path.endswith((".js", ".css")):
        return {}
    return {path.rpartition("/")[2]: len(gzip.compress(response.body(), 9))}


def measure_keys(browser: Any, page: Any) -> dict[str, list[float]]:
    """Type searches and take each key's work until it is painted."""
    box = page.get_by_role("searchbox", name="Search the course")

    def type_all() -> None:
        arrived = ""
        for text in TYPED:
            for key in (*text, *["Backspace"] * len(text)):
                page.keyboard.press("Space" if key == " " else key)
                page.wait_for_timeout(FAST)
                arrived = arrived[:-1] if key == "Backspace" else arrived + key
                if box.input_value() != arrived:
                    raise RuntimeError(f"the search box holds {box.input_value()!r} instead of {arrived!r}")
            page.wait_for_timeout(PAUSE)

    box.focus()
    page.keyboard.press("a")
    page.wait_for_timeout(PAUSE)
    page.keyboard.press("Backspace")
    page.wait_for_timeout(PAUSE)
    return painting.take(browser, page, type_all)


def measure_levels(browser: Any, page: Any) -> dict[str, list[float]]:
    """Change the level with the arrow keys, and take the work until it is painted."""

    levels = page.get_by_role("radiogroup", name="Level").get_by_role("radio")

    def change() -> None:
        level = 0
        for step in [1] * 3 + [-1] * 3 + [1, -1] * 12:
            page.keyboard.press("ArrowRight" if step > 0 else "ArrowLeft")
            page.wait_for_timeout(PAUSE)
            level += step
            if not levels.nth(level).is_checked():
                raise RuntimeError(f"level {level + 1} was not chosen")

    levels.nth(0).focus()
    return painting.take(browser, page, change)


def measure_opening(page: Any, server: Server, pages: Sequence[dict[str, Any]]) -> dict[str, list[float]]:
    """Open pages through us, which copies them, and others through JupyterLab alone, in turns."""
    took: dict[str, list[float]] = {"ours": [], "theirs": []}
    for turn, (one, other) in enumerate(zip(pages[::2], pages[1::2], strict=False)):
        server.ask(f"underhood/api/pages/{other['id']}/open", "POST")
        ways = [
            ("ours", "underhood:open-page", {"id": one["id"]}),
            ("theirs", "docmanager:open", {"path": other["path"]}),
        ]
        for name, command, arguments in ways[:: 1 if turn % 2 else -1]:
            milliseconds = page.evaluate(OPEN, [command, arguments])
            if turn:
                took[name].append(milliseconds)
    return took


def measure_folding(page: Any, path: str) -> list[float]:
    """Open a page of 300 cells and change the level: how long folding took each time, as the extension measures it."""
    page.evaluate("async path => { await window.jupyterapp.commands.execute('docmanager:open', { path }); }", path)
    page.wait_for_selector(".jp-Notebook .jp-Cell")
    page.wait_for_timeout(3000)
    for key in ["ArrowRight", "ArrowLeft"] * 8:
        page.locator(".uh-segment input:checked").focus()
        page.keyboard.press(key)
        page.wait_for_timeout(PAUSE)
    entries = page.evaluate(
        "performance.getEntriesByName('underhood:fold').map(one => [one.duration, one.detail?.cells ?? 0])"
    )
    return [duration for duration, cells in entries if cells >= 300]


def summary(values: Sequence[float]) -> dict[str, float]:
    """Return median and 95th percentile."""
    ordered = sorted(values)
    return {
        "median": round(statistics.median(ordered), 1),
        "p95": round(ordered[min(len(ordered) - 1, int(0.95 * len(ordered)))], 1),
        "runs": len(ordered),
    }


def machine(browser: Any) -> str:
    """Return the processor and the browser, in words."""
    lines = Path("/proc/cpuinfo").read_text("utf-8").splitlines()
    model = next((line.partition(":")[2].strip() for line in lines if "model name" in line), "unknown processor")
    return f"{model}, Chromium {browser.version}"
