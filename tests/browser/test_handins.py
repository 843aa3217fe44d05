"""A hand-in from due time to the teacher's comment, by keyboard, and nothing of it asked for twice."""

from datetime import UTC, datetime, timedelta

import pytest
from underhood_grading import teach

from ..grading.conftest import DOUBLE, SHADER, SUM, Student, write_handin  # noqa: TID252 - tests are no package
from .conftest import photograph

pytestmark = [pytest.mark.browser, pytest.mark.timeout(400)]

ROW = '#underhood-course [role="treeitem"][data-page-id="handin:sums"]'
FOCUSED = "() => document.activeElement?.textContent?.trim() ?? ''"


@pytest.fixture
def course(tmp_path):
    """A released hand-in, due in three days."""
    teach.init(tmp_path / "autumn", [write_handin(tmp_path / "handins" / "sums")])
    due = datetime.now(UTC) + timedelta(days=3)
    policy = f"[policy]\ndue = {due.isoformat()}\ngrace_minutes = 15\npenalty = {{ per_day = 0.1, at_most = 0.5 }}\n"
    (tmp_path / "autumn" / "underhood.toml").write_text(policy)
    course = teach.Course.open(tmp_path / "autumn")
    teach.release(course, "sums")
    return course


def press(page, label):
    """Go to a button of the hand-in by Tab, from its row, and press Enter."""
    page.locator(ROW).focus()
    for _ in range(30):
        page.keyboard.press("Tab")
        if page.evaluate(FOCUSED) == label:
            page.keyboard.press("Enter")
            return
    pytest.fail(f"no Tab leads to {label}")


def says(page, text):
    """Wait until the hand-in's row shows a text."""
    page.locator(ROW).get_by_text(text).first.wait_for()


def widen(page, width):
    """Make the sidebar so many pixels wide."""
    page.evaluate(
        "w => { const s = window.jupyterapp.shell._hsplitPanel; s.setRelativeSizes([w, s.node.clientWidth - w, 0]); }",
        width,
    )
    page.wait_for_timeout(300)


def photograph_sidebar(page, name):
    for width in (220, 320):
        widen(page, width)
        page.locator(ROW).scroll_into_view_if_needed()
        photograph(page, f"{name}-{width}")


def test_from_the_due_time_to_the_comment(course, join):
    ada = join("ada", course.exchange)
    page = ada.window()
    page.locator('#underhood-course [data-module-id="more-hand-ins"]').focus()
    page.keyboard.press("ArrowRight")
    page.locator(ROW).wait_for()
    says(page, "due in 3 days")
    press(page, "Fetch")
    says(page, "fetched")

    # Untouched: the checklist says so in place, and Escape leaves it.
    press(page, "Hand in")
    says(page, "2 of 2 required parts are not written")
    says(page, "The visible tests were not run on this version")
    photograph_sidebar(page, "handin-checklist")
    page.keyboard.press("Escape")
    page.locator(ROW).get_by_text("Before handing in").wait_for(state="detached")
    assert page.evaluate("() => document.activeElement.dataset.pageId") == "handin:sums"

    # The file is changed elsewhere, and noticed; the check is of this version.
    Student("ada", ada.folder, course.exchange).write(double=DOUBLE, sum=SUM, shader=SHADER)
    press(page, "Check")
    says(page, "all tests pass")
    press(page, "Hand in")
    says(page, "handed in")
    state = next(one for one in ada.ask("handins")["handins"] if one["name"] == "sums")
    receipt = state["submissions"][0]["receipt"]
    press(page, "Details")
    page.locator(ROW).get_by_text("Receipt", exact=True).focus()
    page.keyboard.press("Enter")
    says(page, next(one["sha256"] for one in receipt["files"] if one["name"] == "sums.ipynb"))

    # What the teacher does shows without a refresh.
    teach.extend(course, "sums", "ada", hours=48)
    says(page, "due in 5 days")
    says(page, "more time for you")
    teach.collect(course, "sums")
    teach.grade(course, "sums")
    with course.gradebook() as gradebook:
        comment = gradebook.find_comment("double", "sums", "sums", "ada")
        comment.manual_comment = "Neat & short: <img src=x onerror=alert(1)>"
        gradebook.db.commit()
    teach.feedback(course, "sums")
    says(page, "feedback is ready")
    press(page, "Feedback")
    says(page, "graded 5/5")
    says(page, "Neat & short: <img src=x onerror=alert(1)>")
    page.frame_locator(".jp-HTMLViewer iframe").get_by_text("Required parts").first.wait_for()
    page.locator(ROW).get_by_text("feedback is new").wait_for(state="detached")
    photograph_sidebar(page, "handin-graded")
    assert ada.errors == []
