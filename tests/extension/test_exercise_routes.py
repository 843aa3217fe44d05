"""The routes of exercises, asked as a page asks them and as it never would."""

import pytest
from underhood_course import read_catalog

EXERCISE = ("exercises", "m1", "introduction-to-gpus", "dispatch-size")
WRONG = "def dispatch_size(elements, work_group):\n    return 1, 2\n"


async def test_tries_count_and_reach_the_progress(ask):
    for code, tries in (("a", 1), ("a", 1), ("b", 2)):
        status, progress = await ask(*EXERCISE, "tries", method="POST", json={"right": False, "code": code})
        made = progress["pages"]["m1/introduction-to-gpus"]["exercises"]["dispatch-size"]
        assert (status, made["state"], made["tries"]) == (200, "tried", tries)
    await ask(*EXERCISE, "tries", method="POST", json={"right": True, "code": "c"})
    made = (await ask("progress"))[1]["pages"]["m1/introduction-to-gpus"]["exercises"]["dispatch-size"]
    assert (made["state"], made["tries"]) == ("solved", 3)


async def test_the_solution_is_refused_in_words_until_it_is_solved(ask):
    status, answer = await ask(*EXERCISE, "solution", method="POST", json={"source": WRONG})
    assert status == 403
    assert answer["message"] == "the solution opens once the exercise is solved, or after 3 tries; there were 0"
    assert "rows" not in answer
    await ask(*EXERCISE, "tries", method="POST", json={"right": True, "code": "c"})
    status, answer = await ask(*EXERCISE, "solution", method="POST", json={"source": WRONG})
    assert status == 200
    assert {"sign": "-", "text": "    return 1, 2"} in answer["rows"]
    assert {"sign": "+", "text": "    return work_groups, idle"} in answer["rows"]


async def test_a_solution_is_no_page_and_no_file_of_the_students(ask, jp_fetch, jp_root_dir):
    await ask("pages", "m1", "introduction-to-gpus", "open", method="POST")
    assert not list(jp_root_dir.rglob("dispatch-size*"))
    assert (await ask("pages", "m1", "exercises", "dispatch-size", "open", method="POST"))[0] == 404


async def test_reset_backs_up_first(ask, jp_root_dir):
    status, answer = await ask(*EXERCISE, "reset", method="POST", json={"source": WRONG})
    assert status == 200
    assert (jp_root_dir / answer["path"]).read_text() == WRONG
    assert "def dispatch_size" in answer["source"]
    assert "idle = 0" in answer["source"]


async def test_a_backup_that_would_leave_the_folder_is_403_and_the_cell_is_not_given(ask, jp_root_dir, tmp_path):
    (tmp_path / "elsewhere").mkdir()
    (jp_root_dir / ".underhood").symlink_to(tmp_path / "elsewhere")
    status, answer = await ask(*EXERCISE, "reset", method="POST", json={"source": WRONG})
    assert status == 403
    assert "source" not in answer
    assert not list((tmp_path / "elsewhere").rglob("*.py"))


@pytest.mark.parametrize("verb", ["tries", "solution", "reset"])
@pytest.mark.parametrize(
    "name", ["nowhere", "..", "%2e%2e%2fintroduction-to-gpus", "..%2f..%2fcourse.toml", "dispatch-size%00", "*"]
)
async def test_what_is_no_exercise_is_404_and_nothing_is_made(ask, jp_root_dir, verb, name):
    before = sorted(jp_root_dir.rglob("*"))
    body = {"right": True, "code": "x", "source": "x"}
    status, _ = await ask("exercises", "m1", "introduction-to-gpus", name, verb, method="POST", json=body)
    assert status == 404
    assert sorted(jp_root_dir.rglob("*")) == before


@pytest.mark.parametrize(
    ("verb", "body"),
    [
        ("tries", {}),
        ("tries", {"right": 1, "code": "x"}),
        ("tries", {"right": True, "code": "x" * 65}),
        ("solution", {"source": None}),
        ("reset", []),
    ],
)
async def test_a_request_that_makes_no_sense_is_400(ask, verb, body):
    status, answer = await ask(*EXERCISE, verb, method="POST", json=body)
    assert status == 400
    assert len(answer["message"]) > 5
    assert (await ask("progress"))[1]["pages"] == {}


def test_the_page_asked_for_above_has_the_exercise():
    assert "dispatch-size" in {one.name for one in read_catalog().page("m1/introduction-to-gpus").exercises}
