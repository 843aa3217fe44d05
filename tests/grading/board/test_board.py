"""Who is on the board, with what, in which order."""

from __future__ import annotations

import json

import pytest
from underhood_grading import teach
from underhood_grading.board import Place, Race, published


def places(graded) -> dict[str, float]:
    (race,) = teach.board(graded.course, "sums").races
    assert race.name == "test-sum"
    return {place.nickname: place.share for place in race.places}


def test_the_fastest_are_first_by_nickname_alone(graded) -> None:
    graded.submission("ada", 0.5)
    graded.submission("grace", 1.42, nickname="Zoë")
    graded.submission("linus", 0.5, nickname="Bee")
    found = teach.board(graded.course, "sums")
    assert found.races == (Race("test-sum", (Place("Zoë", 1.42), Place("Ada of the board", 0.5), Place("Bee", 0.5))),)
    assert str(found).splitlines() == [
        "sums: test-sum",
        "    1  Zoë                 142% of the reference's speed",
        "    2  Ada of the board     50% of the reference's speed",
        "    2  Bee                  50% of the reference's speed",
    ]
    assert [one["rank"] for one in found.to_json()["races"][0]["places"]] == [1, 2, 2]
    assert "grace" not in json.dumps(found.to_json())
    assert found.problems == {}


def test_who_did_not_ask_or_asks_no_more_is_not_shown(graded) -> None:
    graded.submission("ada", 0.9, nickname=None)
    graded.submission("grace", 0.8, nickname="Hop")
    assert places(graded) == {"Hop": 0.8}
    graded.submission("grace", 0.8, nickname=None)
    found = teach.board(graded.course, "sums")
    assert found.races == ()
    assert str(found) == "sums: nobody is on the board"


def test_the_best_submission_counts_and_keeps_its_place_among_nicknames(graded) -> None:
    for student, share in (("ada", 0.4), ("grace", 0.7), ("ada", 0.9), ("ada", 0.6)):
        graded.submission(student, share, nickname="Turbo")
    assert places(graded) == {"Turbo": 0.9, "Turbo 2": 0.7}


def test_what_was_graded_by_other_tests_does_not_count(graded) -> None:
    graded.submission("ada", 0.9, tests="of last week")
    graded.submission("grace", 0.8, tests="of last week")
    graded.submission("ada", 0.5)
    assert places(graded) == {"Ada of the board": 0.5}


def test_a_race_whose_test_has_no_points_is_not_shown(graded) -> None:
    graded.submission("ada", 0.9, points=0)
    graded.submission("grace", 0.8)
    assert places(graded) == {"Grace of the board": 0.8}
    with graded.course.gradebook() as gradebook:
        grade = gradebook.find_grade("test-sum", "sums", "sums", "grace")
        grade.manual_score = 0.0
        gradebook.db.commit()
    assert teach.board(graded.course, "sums").races == ()


def test_the_teacher_takes_a_student_off(graded) -> None:
    graded.submission("ada", 0.9)
    graded.submission("grace", 0.8)
    (graded.course.root / "students.toml").write_text('[ada]\nboard = "hidden"\n')
    assert places(graded) == {"Grace of the board": 0.8}
    (graded.course.root / "students.toml").write_text("[ada]\nboard = false\n")
    with pytest.raises(teach.TeachError, match="none of shown, hidden"):
        teach.board(graded.course, "sums")


def test_faulty_files_and_borrowed_names_are_told_to_the_teacher_alone(graded) -> None:
    graded.submission("ada", 0.9, nickname="<script>")
    graded.submission("grace", 0.8, nickname="Ada")
    graded.submission("linus", 0.7)
    found = teach.board(graded.course, "sums")
    assert places(graded) == {"Linus of the board": 0.7}
    assert found.problems.keys() == {"ada", "grace"}
    assert "letters, digits" in found.problems["ada"]
    assert "another student's name" in found.problems["grace"]
    assert "grace" not in str(found)


def test_several_races_are_in_the_order_of_the_tests(graded) -> None:
    def race(cell: str, name: str, share: float) -> dict:
        return {"cell": cell, "name": name, "share": share, "tier": 1, "tiers": 5}

    races = [race("test-sum", "large", 0.5), race("test-double", "small", 0.3), race("test-double", "large", 0.2)]
    graded.races("ada", races)
    names = [one.name for one in teach.board(graded.course, "sums").races]
    assert names == ["large (test-double)", "small", "large (test-sum)"]


def test_a_published_board_is_for_students_and_is_replaced(graded) -> None:
    folder = graded.course.exchange / graded.course.course_id
    graded.submission("ada", 0.9)
    found = teach.board(graded.course, "sums")
    teach.publish_board(graded.course, found)
    assert published(folder, "sums") == found.races
    graded.submission("ada", 0.9, nickname=None)
    teach.publish_board(graded.course, teach.board(graded.course, "sums"))
    assert published(folder, "sums") == ()


def test_a_hand_in_that_was_never_released_is_told(graded) -> None:
    with pytest.raises(teach.TeachError, match="no hand-in"):
        teach.board(graded.course, "products")
