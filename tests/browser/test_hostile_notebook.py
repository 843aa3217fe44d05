"""A hostile notebook in formgrader and on its feedback page, in a real browser: nothing of it runs or asks."""

from __future__ import annotations

import base64
import threading
from datetime import datetime
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

import nbformat
import pytest
from underhood_grading import teach

# Tests are no package that an absolute import could find.
from ..hostile_notebook import HONEST_WORDS, PIXEL, notebook_of, pieces  # noqa: TID252
from .conftest import OUTPUT
from .test_formgrader import DOUBLE, TEST, cell, server, write  # noqa: F401 - `server` is a fixture

PROVOKE = """() => {
  for (const one of document.querySelectorAll('#notebook-container *')) {
    if (one.closest('.panel-heading, .panel-footer')) continue;
    for (const kind of ['mouseover', 'mouseenter', 'focusin', 'focus', 'pointerdown', 'animationstart', 'toggle'])
      one.dispatchEvent(new MouseEvent(kind, {bubbles: true}));
    const link = one.closest('a')?.href;
    // Another site is only named; all else of a notebook may be clicked.
    if (!/^https?:/.test(link ?? '') || link.startsWith(location.href.split('#')[0] + '#')) one.click?.();
  }
}"""


@pytest.fixture
def listener():
    """A server that notes what it is asked for."""
    asked = []

    class Handler(BaseHTTPRequestHandler):
        def do_GET(self):
            asked.append(self.path)
            self.send_response(204)
            self.end_headers()

        def log_message(self, *arguments):
            pass

    listening = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    threading.Thread(target=listening.serve_forever, daemon=True).start()
    listening.asked, listening.url = asked, f"http://127.0.0.1:{listening.server_port}"
    yield listening
    listening.shutdown()
    listening.server_close()


@pytest.fixture
def course(tmp_path, listener):
    """A course directory in which all payloads at once were graded, with a student's files beside them."""
    root = tmp_path / "course"
    teach.init(root, [])
    write(root / "source" / "doubling" / "doubling.ipynb", DOUBLE)
    course = teach.Course.open(root)
    teach.release(course, "doubling")
    hostile = [one for cells in pieces(listener.url).values() for one in cells]
    # Grading takes marks away that are not of the release; nbgrader's feedback stops at one.
    hostile = [one for one in hostile if one.metadata.get("nbgrader", {}).get("grade_id") != "no-such-cell"]
    hostile.append(nbformat.v4.new_markdown_cell("![x](/formgrader?path=autograded/eve/doubling)"))
    notebook = notebook_of(hostile, listener.url)
    notebook.cells += [
        nbformat.from_dict(cell("double", DOUBLE, solution=True)),
        nbformat.from_dict(cell("test-double", TEST, grade=True, locked=True, points=2)),
    ]
    for step in ("submitted", "autograded"):
        folder = course.folder(step, "doubling", "eve")
        (folder / "figures").mkdir(parents=True)
        nbformat.write(notebook, folder / "doubling.ipynb")
        (folder / "timestamp.txt").write_text("2026-01-01 00:00:00.000000 UTC")
        (folder / "figures" / "plot.png").write_bytes(base64.b64decode(PIXEL))
        (folder / "evil.html").write_text(
            f"<script>window.__ran=['beside'];new Image().src='{listener.url}/beside'</script>"
        )
        (folder / "nbgrader_config.py").write_text(f"open({str(tmp_path / 'taken over')!r}, 'w').close()")
    (folder / "submission_secret.txt").write_text("secret")
    with course.gradebook() as gradebook:
        gradebook.update_or_create_student("eve")
        entry = gradebook.update_or_create_submission("doubling", "eve", timestamp=datetime(2026, 1, 1))  # noqa: DTZ001 - naive is UTC
        for grade in entry.notebooks[0].grades:
            grade.auto_score, grade.needs_manual_grade = 0.0, False
        gradebook.db.commit()
        course.shown = entry.notebooks[0].id
    return course


def provoke(page, frame) -> None:
    """Do all that a reader might do to what is shown, then look at what ran."""
    frame.locator("#notebook-container").last.wait_for()
    page.wait_for_timeout(500)
    frame.evaluate(PROVOKE)
    page.wait_for_timeout(500)
    assert [one.evaluate("window.__ran") for one in page.frames] == [None] * len(page.frames)
    words = frame.locator("#notebook-container").last.inner_text()
    assert [word for word in HONEST_WORDS if word not in words] == []
    assert frame.evaluate("document.querySelector('#notebook-container img[width=\"40\"]').naturalWidth") == 1


def test_nothing_runs(server, course, listener, browser, tmp_path) -> None:  # noqa: F811 - the fixture
    assert teach.feedback(course, "doubling").skipped == {}
    context = browser.new_context(viewport={"width": 1200, "height": 900})
    context.route(
        lambda url: not url.startswith((server, listener.url, "file:", "blob:", "data:")), lambda one: one.abort()
    )
    asked = []
    context.on("request", lambda one: asked.append((one.method, one.url)))
    page = context.new_page()
    page.set_default_timeout(60_000)
    page.goto(f"{server}/api/status?token=teacher")  # which sets the cookie

    asked.clear()
    page.goto(f"{server}/formgrader/submissions/{course.shown}/")
    provoke(page, page)
    address = f"{server}/formgrader/"
    strange = [
        one for one in asked if one[0] != "GET" or (one[1].startswith(server) and not one[1].startswith(address))
    ]
    assert strange == []
    assert [url for _, url in asked if "path=" in url] == []
    OUTPUT.mkdir(parents=True, exist_ok=True)
    page.screenshot(path=OUTPUT / "formgrader-hostile.png", full_page=True)
    shown = page.locator('img[alt="sized"]')
    assert shown.evaluate("one => one.naturalWidth") == 1  # the file beside the notebook

    # A student's file beside it is no page of the server's, its configuration none of nbgrader's.
    page.goto(f"{address}submissions/{course.shown}/evil.html")
    assert page.evaluate("[window.__ran, window.origin]") == [None, "null"]
    page.goto(f"{address}manage_assignments")
    assert page.goto(f"{address}?path=autograded/eve/doubling").status == 403
    chosen = "async path => (await fetch('/formgrader?path=' + path)).status"
    page.goto(f"{address}manage_assignments")
    assert page.evaluate(chosen, str(course.root)) == 200  # as JupyterLab's menu asks
    page.goto(f"{address}submissions/{course.shown}/")
    provoke(page, page)

    (feedback,) = course.folder("feedback", "doubling", "eve").glob("*.html")
    page.goto(feedback.as_uri())
    provoke(page, page)
    page.goto(f"{server}/lab/tree/{feedback.relative_to(course.root)}?factory=HTML%20Viewer")
    page.get_by_role("button", name="Trust HTML").click()
    viewer = page.locator(".jp-HTMLViewer iframe")
    viewer.wait_for()
    page.wait_for_timeout(1000)
    provoke(page, viewer.element_handle().content_frame())
    context.close()
    assert listener.asked == []
    assert not (tmp_path / "taken over").exists()
