"""The student's view, through nbgrader's own assignment-list service and our configuration of it."""

from __future__ import annotations

import shutil
from datetime import datetime

import jsonschema
from nbgrader.utils import notebook_hash
from underhood_grading import teach
from underhood_grading.student import CourseHandin, course_handins, handins, note_opened

from .conftest import CONFIG, KNOWN, SCHEMA


def test_the_whole_way(classroom, desk) -> None:
    course = classroom.course
    one = desk(course.exchange)
    now = one.sums()
    assert (now["state"], now["path"], now["work"], now["title"]) == ("released", None, None, "Sums and shaders")
    assert (now["handed_in"], now["late"], now["due"], now["submissions"]) == (None, None, None, [])
    assert (now["feedback"], now["feedback_new"], now["feedback_paths"], now["comments"]) == ("none", False, [], [])
    assert (now["score"], now["max_score"]) == (None, 5.0)
    assert [(part["name"], part["kind"], part["score"], part["max_score"]) for part in now["parts"]] == [
        ("double", "required", None, 2.0),
        ("sum", "required", None, 3.0),
        ("shader", "invited", None, 4.0),
    ]
    assert one.look()["handins"][1]["state"] == "not-released"

    assert one.manager.fetch_assignment("underhood", "sums")["success"]
    now = one.sums()
    assert (now["state"], now["path"]) == ("fetched", "sums/sums.ipynb")

    assert one.manager.submit_assignment("underhood", "sums")["success"]
    now = one.sums()
    assert now["state"] == "handed-in"
    assert datetime.fromisoformat(now["handed_in"]).utcoffset().total_seconds() == 0
    assert (one.folder / ".underhood" / "nbgrader_cache" / "underhood").is_dir()

    teach.collect(course, "sums")
    teach.grade(course, "sums")
    teach.feedback(course, "sums")
    now = one.sums()
    assert (now["state"], now["feedback"], now["score"]) == ("graded", "ready", None)

    assert one.manager.fetch_feedback("underhood", "sums")["success"]
    now = one.sums()
    assert (now["state"], now["feedback"], now["score"], now["max_score"]) == ("graded", "fetched", 0, 5)
    assert [part["name"] for part in now["parts"]] == ["double", "sum", "shader"]
    assert [(one.folder / page).is_file() for page in now["feedback_paths"]] == [True]

    # What was graded by other means shows its total.
    page = one.folder / now["feedback_paths"][0]
    shutil.copy(page, page.with_suffix(".kept"))
    page.write_text("<h4>sums (Score: 1.0 / 9.0)</h4>")
    assert one.manager.submit_assignment("underhood", "sums")["success"]
    now = one.sums()
    assert (now["state"], now["feedback"], now["feedback_paths"]) == ("handed-in", "none", [])
    assert (now["score"], now["max_score"], now["parts"][0]["score"]) == (None, 5.0, None)
    assert [one["late"] for one in now["submissions"]] == [None, None]

    shutil.rmtree(course.outbound / "sums")
    assert one.sums()["state"] == "handed-in"


def test_withdrawn_after_it_was_fetched(classroom, desk) -> None:
    one = desk(classroom.course.exchange)
    one.manager.fetch_assignment("underhood", "sums")
    shutil.rmtree(classroom.course.outbound / "sums")
    assert (one.sums()["state"], one.sums()["path"]) == ("fetched", "sums/sums.ipynb")


def test_a_hand_in_of_the_teachers_own(classroom, desk) -> None:
    shutil.copytree(classroom.course.outbound / "sums", classroom.course.outbound / "extra")
    found = desk(classroom.course.exchange).look()["handins"]
    assert [(one["name"], one["page_id"], one["state"]) for one in found][-1] == ("extra", None, "released")


def test_without_an_exchange(tmp_path, desk) -> None:
    one = desk(tmp_path / "nowhere")
    found = one.look()
    assert found["problem"].startswith(f"There is no exchange at {tmp_path / 'nowhere'}; ask your teacher")
    assert [one["state"] for one in found["handins"]] == ["not-released", "not-released"]


def test_an_exchange_that_is_closed(closed_folder, desk) -> None:
    assert desk(closed_folder).look()["problem"].startswith("You may not write to the exchange")


def test_a_service_that_fails_leaves_the_working_directory_alone(classroom, desk) -> None:
    one = desk(classroom.course.exchange)
    shutil.rmtree(one.folder)
    assert "can't list the hand-ins" in one.look()["problem"]


def test_a_server_without_the_service(tmp_path) -> None:
    found, _ = handins(tmp_path, KNOWN, manager=None, course_id="underhood")
    jsonschema.validate(found, SCHEMA)
    assert "not enabled" in found["problem"]


def test_the_configuration_leaves_unset_things_alone(monkeypatch) -> None:
    from traitlets.config import PyFileConfigLoader

    for name in ("COURSE_ID", "EXCHANGE", "WORKSPACE"):
        monkeypatch.delenv(f"UNDERHOOD_{name}", raising=False)
    assert PyFileConfigLoader("nbgrader_config.py", str(CONFIG)).load_config() == {}


def test_hand_ins_come_from_the_catalog() -> None:
    page = {"id": "m1/sums", "title": "Sums", "handin": {"name": "sums", "points": 5, "parts": []}}
    catalog = {"modules": [{"pages": [{"id": "m1/text", "handin": None}, page]}]}
    assert course_handins(catalog) == [CourseHandin("sums", "m1/sums", 5, "Sums")]


def test_feedback_on_several_notebooks(classroom, desk) -> None:
    """nbgrader itself: a second notebook in the release, feedback pages for both."""
    course = classroom.course
    released = course.outbound / "sums"
    shutil.copy(released / "sums.ipynb", released / "more.ipynb")
    one = desk(course.exchange)
    one.manager.fetch_assignment("underhood", "sums")
    one.manager.submit_assignment("underhood", "sums")
    inbound = next(course.exchange.glob("underhood/inbound/*"))
    secret = (inbound / "submission_secret.txt").read_text()
    place = course.exchange / "underhood" / "feedback"
    place.mkdir(exist_ok=True)
    for notebook, score in (("sums", 3.0), ("more", 1.5)):
        page = place / f"{notebook_hash(secret=secret, notebook_id=notebook)}.html"
        page.write_text(f"<h4>{notebook} (Score: {score} / 9.0)</h4>")
    assert one.manager.fetch_feedback("underhood", "sums")["success"]
    now = one.sums()
    assert [page.rpartition("/")[2] for page in now["feedback_paths"]] == ["more.html", "sums.html"]
    assert (now["score"], now["max_score"], now["feedback_new"]) == (4.5, 18.0, True)
    pages = [one.folder / page for page in now["feedback_paths"]]
    note_opened(one.folder / ".underhood", "sums", pages)
    assert one.sums()["feedback_new"] is False
    pages[1].write_text(pages[1].read_text() + " ")
    assert one.sums()["feedback_new"] is True
