"""A teacher's whole run by keyboard alone: from nothing to feedback, in the course's own panel."""

import importlib.util
import json
import re
import sys
from pathlib import Path

import pytest
from underhood_course import course_folder

from .conftest import OUTPUT, choose_theme, command, photograph
from .test_accessibility import violations

pytestmark = [pytest.mark.browser, pytest.mark.timeout(400)]

SOLUTION = course_folder() / "m1-memory-and-gpus" / "handins" / "convolution" / "convolution.ipynb"


def hand_in(name, root, exchange, text=None):
    """Fetch the convolution and hand it in through nbgrader's own exchange, as another student would."""
    spec = importlib.util.spec_from_file_location(
        "grading_conftest", Path(__file__).parents[1] / "grading" / "conftest.py"
    )
    module = importlib.util.module_from_spec(spec)
    sys.modules["grading_conftest"] = module
    spec.loader.exec_module(module)

    class Student(module.Student):
        notebook = property(lambda self: self.root / "convolution" / "convolution.ipynb")

        def _step(self, kind):
            step = super()._step(kind)
            step.coursedir.assignment_id = "convolution"
            return step

    student = Student(name, root / name, exchange)
    student.fetch()
    if text is not None:
        student.notebook.write_text(text, "utf-8")
    student.hand_in()


def focus(page, *, role, name, most=80, scope="#underhood-course"):
    """Go on with Tab until the element of this role and name has the focus."""
    wanted = page.locator(scope).get_by_role(role, name=name).first
    wanted.wait_for()
    for _ in range(most):
        if wanted.evaluate("element => element === document.activeElement"):
            return wanted
        page.keyboard.press("Tab")
    raise AssertionError(f"Tab never came to the {role} {name}")


def top(page):
    """Bring the focus to the panel's selected tab, as the shortcut for the panel does."""
    page.locator('#underhood-course [role="tab"][aria-selected="true"]').focus()


def step(page, name, said, timeout=120_000):
    top(page)
    button = focus(page, role="button", name=name)
    page.wait_for_function(
        "element => element.getAttribute('aria-disabled') === 'false'", arg=button.element_handle(), timeout=timeout
    )
    page.keyboard.press("Enter")
    page.locator("#underhood-course .uh-progress-words").get_by_text(said).wait_for(timeout=timeout)


def test_a_run_from_nothing_to_feedback_by_keyboard(join, tmp_path):
    teacher = join("teacher")
    page = teacher.window(1200, 1000)
    sidebar = page.locator("#underhood-course")
    sidebar.get_by_role("tree").wait_for()
    assert sidebar.get_by_role("tab").count() == 0, "who learns alone has no teacher's view in the way"

    # From nothing: the command, the form as it is, Enter.
    command(page, "underhood:teach-course")
    form = sidebar.get_by_role("form", name="Start a course")
    form.wait_for()
    assert violations(page) == []
    photograph(page, "teach-begin")
    top(page)
    focus(page, role="textbox", name="Students")
    page.keyboard.type("id,first_name,last_name\nada,Ada,Lovelace\ngrace,Grace,Hopper\nlinus,Linus,Pauling")
    focus(page, role="button", name="Start the course")
    page.keyboard.press("Enter")
    handin = sidebar.get_by_role("region", name="Hand-in: convolution in WGSL")
    handin.wait_for()
    course = teacher.ask("teach")["course"]
    root, exchange = Path(course["root"]), Path(course["exchange"])
    assert root.is_relative_to(teacher.folder)
    assert (root / "nbgrader_config.py").is_file()
    sidebar.get_by_text("0 of 3 in").wait_for()

    # The dates: a day of the week more, and Escape that changes nothing.
    top(page)
    focus(page, role="button", name=re.compile("Change dates"))
    page.keyboard.press("Enter")
    sidebar.get_by_role("form", name="Dates").wait_for()
    page.keyboard.press("Escape")
    sidebar.get_by_role("form", name="Dates").wait_for(state="detached")
    assert page.evaluate("document.activeElement.textContent").startswith("Change dates")
    focus(page, role="button", name=re.compile("Change dates"))
    page.keyboard.press("Enter")
    focus(page, role="checkbox", name="Fri")
    page.keyboard.press("Space")
    page.keyboard.press("Enter")
    sidebar.get_by_role("form", name="Dates").wait_for(state="detached")
    assert teacher.ask("teach")["course"]["run"]["weekdays"] == ["mon", "tue", "wed", "thu"]

    step(page, "Release", "Released.")
    hand_in("ada", tmp_path, exchange, solved())
    hand_in("grace", tmp_path, exchange)
    hand_in("linus", tmp_path, exchange, "{")
    step(page, "Collect", "3 new submissions.")

    # Progress comes by events; the window may be closed meanwhile.
    page.evaluate(
        """() => {
            window.told = [];
            window.jupyterapp.serviceManager.events.stream.connect((_, event) => {
                if (event.subject === 'grading') window.told.push(event.data);
            });
        }"""
    )
    step(page, "Grade", "2 graded, 1 to look at.", timeout=240_000)
    told = page.evaluate("window.told")
    assert [one["done"] for one in told] == sorted(one["done"] for one in told)
    assert (told[-1]["state"], told[-1]["done"], told[-1]["failed"]) == ("done", 3, 1)
    assert {"done", "failed", "remaining", "per_minute", "last"} <= set(told[0])
    assert sidebar.locator(".uh-announcement").last.inner_text() == "2 graded, 1 to look at."
    linus = sidebar.locator('[data-student="linus"]')
    linus.locator(".uh-reason").wait_for()
    assert "JSON" in linus.locator(".uh-reason").inner_text()
    sidebar.locator('[data-student="ada"]').get_by_text("10/10").wait_for()
    assert violations(page) == []
    photograph(page, "teach")

    # More time for one.
    top(page)
    focus(page, role="button", name="More time for grace")
    page.keyboard.press("Enter")
    focus(page, role="spinbutton", name="Hours after the due time")
    page.keyboard.press("Control+A")
    page.keyboard.type("24")
    page.keyboard.press("Enter")
    sidebar.locator('[data-student="grace"]').get_by_text("24 hours more").wait_for()
    assert "extension_hours = 24" in (root / "students.toml").read_text()

    # A part is made required, and a page left out, for the students too.
    top(page)
    summary = sidebar.locator("summary", has_text="Parts and due time")
    summary.focus()
    page.keyboard.press("Enter")
    select = sidebar.locator('[data-part="shared"] select').first
    select.focus()
    page.keyboard.press("ArrowUp")
    page.wait_for_timeout(1500)
    assert teacher.ask("teach")["course"]["handins"][0]["parts"][2]["kind"] == "required"
    select.focus()
    page.keyboard.press("ArrowDown")
    page.wait_for_timeout(1500)
    modules = sidebar.locator("summary", has_text="Memory hierarchies")
    modules.focus()
    page.keyboard.press("Enter")
    focus(page, role="checkbox", name=re.compile("Further reading"))
    page.keyboard.press("Space")
    sidebar.get_by_text("1 page left out").wait_for()
    assert json.loads((exchange / "underhood" / "run.json").read_text())["leave_out"] == ["m1/further-reading"]

    step(page, "Feedback", re.compile("Feedback released to 2"))

    # The results: a table that sorts.
    top(page)
    focus(page, role="button", name="Show table", most=120)
    page.keyboard.press("Enter")
    table = page.get_by_role("table", name=re.compile("Results of"))
    table.wait_for()
    order = "rows => rows.map(row => row.dataset.student)"
    rows = page.locator(".uh-results tbody tr")
    assert rows.evaluate_all(order) == ["ada", "grace", "linus"]
    header = table.get_by_role("columnheader", name="Student")
    assert header.get_attribute("aria-sort") == "ascending"
    header.get_by_role("button").focus()
    page.keyboard.press("Enter")
    assert header.get_attribute("aria-sort") == "descending"
    assert rows.evaluate_all(order) == ["linus", "grace", "ada"]
    assert violations(page) == []
    photograph(page, "teach-results")
    with page.expect_download() as saved:
        page.get_by_role("button", name="Download CSV").focus()
        page.keyboard.press("Enter")
    assert "convolution,ada,feedback-released,10,10" in Path(saved.value.path()).read_text()

    # By hand, in formgrader, at the submission.
    sidebar.get_by_role("button", name="Grade ada by hand").focus()
    page.keyboard.press("Enter")
    frame = page.frame_locator("#underhood-formgrader iframe")
    frame.get_by_text("convolution", exact=False).first.wait_for()
    assert "formgrader/submissions/" in page.locator("#underhood-formgrader iframe").get_attribute("src")
    page.wait_for_timeout(1500)
    photograph(page, "teach-formgrader")

    # A window opened anew has it all, the tabs as well; narrow, too.
    page.reload()
    page.wait_for_selector("#underhood-course")
    frame.get_by_text("convolution", exact=False).first.wait_for()
    assert "formgrader/submissions/" in page.locator("#underhood-formgrader iframe").get_attribute("src")
    page.get_by_role("tab", name="Results").click()
    table.wait_for()
    assert rows.count() == 3
    sidebar.get_by_role("tab", name="Teach").wait_for()
    sidebar.get_by_role("tab", name="Learn").focus()
    page.keyboard.press("ArrowRight")
    assert sidebar.get_by_role("tab", name="Teach").get_attribute("aria-selected") == "true"
    handin.wait_for()
    narrow(page)
    # formgrader's own page asks the network for MathJax, which a test has none of.
    assert [error for error in teacher.errors if "MathJax" not in error] == []


def narrow(page):
    """The panel at 220 pixels: nothing is cut off sideways."""
    page.add_style_tag(content="#underhood-course { width: 220px !important; min-width: 0 !important; }")
    page.wait_for_timeout(400)
    panel = page.locator("#underhood-course")
    top(page)
    focus(page, role="button", name="More time for grace", most=120)
    page.keyboard.press("Enter")
    focus(page, role="radio", name="by hours")
    page.keyboard.press("ArrowDown")
    panel.get_by_label("Date and time").wait_for()
    excess = "elements => Math.max(...elements.map(element => element.scrollWidth - element.clientWidth))"
    wide = page.locator("#underhood-course :is(.uh-scroll, .uh-submissions)").evaluate_all(excess)
    panel.screenshot(path=OUTPUT / "teach-narrow-light.png")
    choose_theme(page, "Dark")
    assert violations(page) == []
    panel.screenshot(path=OUTPUT / "teach-narrow-dark.png")
    choose_theme(page, "Light")
    assert wide <= 0
    assert panel.bounding_box()["width"] <= 222


def solved():
    """Return what a student who knows the course's own solution hands in: the source has it."""
    document = json.loads(SOLUTION.read_text("utf-8"))
    for cell in document["cells"]:
        cell["source"] = re.sub(r".*(BEGIN|END) SOLUTION.*\n?", "", "".join(cell["source"]))
    return json.dumps(document)


def test_a_students_server_shows_no_teachers_view(join, tmp_path):
    exchange = tmp_path / "exchange"
    exchange.mkdir()
    student = join("student", exchange)
    page = student.window()
    page.locator("#underhood-course").get_by_role("tree").wait_for()
    command(page, "underhood:teach-course")
    page.get_by_text("this server is a student's").first.wait_for()
    assert page.locator("#underhood-course").get_by_role("tab").count() == 0
