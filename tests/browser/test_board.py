"""The class's board: asked for, published, found oneself on it, left again, by keyboard alone and without a refresh."""

import nbformat
import pytest
from underhood_grading import teach

from ..grading.board.conftest import Graded  # noqa: TID252 - tests are no package
from ..grading.conftest import write_handin  # noqa: TID252
from .conftest import choose_theme, command, palette, photograph
from .test_accessibility import violations
from .test_handins import ROW, photograph_sidebar, press, says
from .test_teaching import step

pytestmark = [
    pytest.mark.browser,
    pytest.mark.timeout(400),
    pytest.mark.filterwarnings("ignore::sqlalchemy.exc.SAWarning"),  # of nbgrader's way to add a submission
]

RACE = """
### BEGIN HIDDEN TESTS
from underhood_grading.speed import race
race(partial_sums, list, lambda seed: [seed] * 100_000, name="partial sums")
### END HIDDEN TESTS"""


@pytest.fixture
def course(tmp_path):
    """A released hand-in with a race."""
    folder = write_handin(tmp_path / "handins" / "sums")
    notebook = nbformat.read(folder / "sums.ipynb", 4)
    notebook.cells[4].source += RACE
    nbformat.write(notebook, folder / "sums.ipynb")
    teach.init(tmp_path / "autumn", [folder])
    course = teach.Course.open(tmp_path / "autumn")
    teach.release(course, "sums")
    return course


def test_from_asking_to_leaving(course, join):
    ada = join("ada", course.exchange)
    page = ada.window()
    page.locator('#underhood-course [data-module-id="more-hand-ins"]').focus()
    page.keyboard.press("ArrowRight")
    page.locator(ROW).wait_for()
    press(page, "Details")
    says(page, "Nobody is on the board yet")
    press(page, "Fetch")
    says(page, "You do not ask to be on the board.")

    # Refused in place, then taken.
    field = page.locator(ROW).get_by_label("Nickname")
    page.locator(ROW).focus()
    for _ in range(20):
        if field.evaluate("one => one === document.activeElement"):
            break
        page.keyboard.press("Tab")
    page.keyboard.type("G")
    page.keyboard.press("Enter")
    says(page, "a nickname has 2 to 24 letters")
    page.keyboard.press("Control+A")
    page.keyboard.type("Turbo")
    page.keyboard.press("Enter")
    says(page, "You ask to be on the board as “Turbo”.")
    page.locator(ROW).get_by_text("a nickname has 2 to 24 letters").wait_for(state="detached")
    assert field.evaluate("one => one === document.activeElement")
    assert 'nickname = "Turbo"' in (ada.folder / "sums" / "board.toml").read_text()

    # Published by the teacher: it shows by itself, and of two that are Turbo this is the second.
    graded = Graded(course)
    graded.submission("linus", 0.91, nickname="Turbo")
    for number in range(12):
        graded.submission(f"s{number:02}", 0.9 - (number // 2) / 20, nickname=f"Student {number}")
    graded.submission("ada", 0.4, nickname="Turbo")
    teach.publish_board(course, teach.board(course, "sums"))
    says(page, "Turbo, 91 % of the reference")
    says(page, "Turbo 2, 40 % of the reference – you")
    assert page.locator(ROW).locator(".uh-board li").count() == 11
    photograph_sidebar(page, "board")
    for theme in ("Light", "Dark", "Dark High Contrast"):
        choose_theme(page, theme)
        assert violations(page) == []
    choose_theme(page, "Light")
    press(page, "Show all 14")
    says(page, "Student 11, 65 % of the reference")

    palette(page, "Leave the board")
    says(page, "You do not ask to be on the board.")
    assert not (ada.folder / "sums" / "board.toml").exists()
    palette(page, "Join the board")
    page.locator(".jp-Dialog input").wait_for()
    page.keyboard.type("Ada?")
    page.keyboard.press("Enter")
    page.locator(".jp-Dialog", has_text="a nickname has letters").wait_for()
    page.keyboard.press("Control+A")
    page.keyboard.type("Zoë")
    page.keyboard.press("Enter")
    says(page, "You ask to be on the board as “Zoë”.")
    assert ada.errors == []


def test_the_teacher_looks_at_the_board_and_publishes_it(course, join):
    graded = Graded(course)
    graded.submission("linus", 0.91, nickname="Turbo")
    graded.submission("grace", 0.84, nickname="Linus")
    teacher = join("teacher")
    page = teacher.window(1200, 900)
    begin = """async ([address, token, folder]) => {
      const headers = {Authorization: `token ${token}`};
      const body = JSON.stringify({folder});
      return (await fetch(`${address}underhood/api/teach/course`, {method: 'POST', headers, body})).status;
    }"""
    assert page.evaluate(begin, [teacher.address, teacher.token, str(course.root)]) == 200
    command(page, "underhood:teach-course")
    board = course.outbound.parent / "board" / "sums.json"
    page.locator('#underhood-course [data-handin="sums"]').wait_for()
    palette(page, "Show board")  # its button waits for something graded, which only the records say here
    section = page.locator('#underhood-course [data-handin="sums"]')
    section.get_by_text("Turbo, 91 % of the reference").wait_for()
    section.get_by_text("grace – the nickname Linus is another student's name; it is not shown").wait_for()
    assert not board.exists()
    step(page, "Publish", "The board is published, with 1 name:")
    assert "Turbo" in board.read_text()
    section.get_by_text("Turbo, 91 % of the reference").scroll_into_view_if_needed()
    photograph(page, "board-teacher")
    assert violations(page) == []
    assert teacher.errors == []
