"""The board in a student's server: which hand-ins have one, the own nickname, and which name on it is theirs."""

from __future__ import annotations

import json
import time

import nbformat
import pytest
from underhood_grading import notices, teach
from underhood_grading.board import Place, Race, publish, write_nickname
from underhood_grading.teach.telling import tell

NOBODY = {"nickname": None, "problem": None, "own": None, "reason": None}


@pytest.fixture
def folder(classroom):
    """The course's folder in the exchange."""
    return classroom.course.outbound.parent


def test_a_hand_in_without_races_has_no_board(desk, classroom) -> None:
    assert desk(classroom.course.exchange).sums()["board"] is None
    notice = notices.read_notice(classroom.course.outbound / "sums")
    assert notice is not None
    assert notice["races"] is False


def test_a_release_says_that_there_are_races_and_goes_on_saying_it(classroom, desk) -> None:
    source = classroom.course.folder("source", "sums") / "sums.ipynb"
    notebook = nbformat.read(source, 4)
    notebook.cells[4].source += (
        "\n### BEGIN HIDDEN TESTS\nfrom underhood_grading.speed import race\n"
        "race(partial_sums, list, lambda seed: [seed])\n### END HIDDEN TESTS"
    )
    nbformat.write(notebook, source)
    teach.release(classroom.course, "sums")
    one = desk(classroom.course.exchange)
    assert one.sums()["board"] == {**NOBODY, "races": []}
    (classroom.course.root / "underhood.toml").write_text("[policy]\ndue = 2026-11-20T12:00:00Z\n")
    tell(teach.Course.open(classroom.course.root))
    now = one.sums()
    assert (now["due"], now["board"]) == ("2026-11-20T12:00:00+00:00", {**NOBODY, "races": []})
    (handin,) = teach.desk(teach.Course.open(classroom.course.root))["handins"]
    assert handin["races"] is True


def test_the_notice_of_an_earlier_version_says_nothing_of_races(classroom, desk, folder) -> None:
    file = classroom.course.outbound / "sums" / ".handin.json"
    notice = json.loads(file.read_text())
    del notice["races"]
    file.write_text(json.dumps(notice))
    one = desk(classroom.course.exchange)
    assert (one.sums()["title"], one.sums()["board"]) == ("Sums and shaders", None)
    assert teach.desk(classroom.course)["handins"][0]["races"] is True, "the teacher may look whether there are some"
    publish(folder, "sums", [Race("scan", (Place("Zoë", 0.84), Place("Bee", 0.84), Place("Ada", 0.5)))])
    (race,) = one.sums()["board"]["races"]
    assert [(place["rank"], place["nickname"]) for place in race["places"]] == [(1, "Zoë"), (1, "Bee"), (3, "Ada")]


def test_a_students_own_file_is_shown_as_it_is(classroom, desk, folder) -> None:
    publish(folder, "sums", [Race("scan", (Place("Grace", 0.5),))])
    one = desk(classroom.course.exchange)
    assert one.sums()["board"]["nickname"] is None
    assert one.manager.fetch_assignment("underhood", "sums")["success"]
    write_nickname(one.folder / "sums", "Grace")
    found = one.sums()["board"]
    assert (found["nickname"], found["own"]) == ("Grace", None), "the same nickname may be another student's"
    file = one.folder / "sums" / "board.toml"
    for content, reason in [
        (b'nickname = "G"', "2 to 24 letters"),
        (b"\xff\xfe", "no TOML"),
        (b"nickname = 3", "no nickname"),
        ("nickname = 'a\u202eb'".encode(), "letters, digits"),
        (b"x" * 9999, "too large"),
    ]:
        file.write_bytes(content)
        found = one.sums()["board"]
        assert found["nickname"] is None
        assert reason in found["problem"]
    file.unlink()
    file.symlink_to("/etc/passwd")
    assert "no ordinary file" in one.sums()["board"]["problem"]
    file.unlink()
    file.mkdir()
    assert "no ordinary file" in one.sums()["board"]["problem"]


def test_the_teacher_tells_each_student_which_name_is_theirs(graded, desk, folder) -> None:
    one = desk(graded.course.exchange)
    one.look()  # looking is enough to be known to the teacher
    student = next(iter(notices.introductions(folder)))
    graded.submission("linus", 0.9, nickname="Turbo")
    graded.submission(student, 0.8, nickname="Turbo")
    teach.publish_board(graded.course, teach.board(graded.course, "sums"))
    now = one.sums()["board"]
    assert (now["own"], now["reason"]) == ("Turbo 2", None)
    assert [place["nickname"] for place in now["races"][0]["places"]] == ["Turbo", "Turbo 2"]
    assert "linus" not in json.dumps(now)
    everything = [file.read_text() for place in ("board", "personal") for file in (folder / place).iterdir()]
    assert not any(name in text for text in everything for name in ("linus", student))

    graded.submission(student, 0.8, nickname="Linus")
    teach.publish_board(graded.course, teach.board(graded.course, "sums"))
    now = one.sums()["board"]
    assert (now["own"], now["reason"]) == (None, "the nickname Linus is another student's name; it is not shown")

    # Of another board than the one that is there, it says nothing.
    publish(folder, "sums", [Race("scan", (Place("Turbo", 0.5),))])
    assert (one.sums()["board"]["own"], one.sums()["board"]["reason"]) == (None, None)


def test_publishing_touches_what_students_servers_watch(graded) -> None:
    graded.submission("ada", 0.9)
    sign = graded.course.outbound / ".changed"
    sign.unlink(missing_ok=True)
    teach.publish_board(graded.course, teach.board(graded.course, "sums"))
    assert sign.stat().st_mode & 0o777 == 0o644


@pytest.mark.parametrize(
    "content", ["", "[]", "7", '{"board": 1}', '{"board": "x", "nickname": [], "reason": null}', "\xff" * 9000]
)
def test_what_makes_no_sense_tells_no_name(tmp_path, content) -> None:
    key = "0" * 64
    notices.write_on_board(tmp_path, key, "sums", notices.OnBoard("x", "Grace"))
    assert notices.read_on_board(tmp_path, key, "sums") == notices.OnBoard("x", "Grace")
    assert notices.read_personal(tmp_path, key, "sums") is None
    (file,) = (tmp_path / "personal").iterdir()
    file.write_text(content)
    assert notices.read_on_board(tmp_path, key, "sums") is None


def test_a_hostile_board_is_cut_and_shown_as_text(classroom, desk, folder) -> None:
    places = [{"nickname": f"<b>{number}</b>\n", "share": 1.0} for number in range(30_000)]
    publish(folder, "sums", []).write_text(json.dumps({"races": [{"name": "\x1b[2J<i>", "places": places}]}))
    begin = time.monotonic()
    (race,) = desk(classroom.course.exchange).sums()["board"]["races"]
    assert time.monotonic() - begin < 5
    assert (race["name"], len(race["places"])) == ("[2J<i>", 1000)
    assert race["places"][-1] == {"rank": 1, "nickname": "<b>999</b>", "share": 1.0}
