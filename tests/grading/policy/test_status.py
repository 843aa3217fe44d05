"""Policies in the rows of `status`, on a real gradebook."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest
from underhood_grading import teach
from underhood_grading.records import read_record

FULL = {"test_double": 2, "test_sum": 3, "test_shader": 4}
RULES = """\
due = 2026-11-20T12:00:00Z
grace_minutes = 30
penalty = { per_day = 0.2, at_most = 0.5 }
bonus_cap = 0.2
"""


def pieces(row) -> tuple:
    return tuple(row[name] for name in ("score", "required", "invited", "bonus", "penalty", "late"))


def test_bonus_lateness_and_extensions(marked) -> None:
    students = "[grace.handins.sums]\nextension_hours = 72\n[kim]\nspecializations = ['computer-graphics']"
    marked.configure(handin=RULES, students=students)
    marked.grade("ada", "2026-11-20 12:30:00", flags=("tampering",), **FULL)
    for name in ("grace", "linus", "kim"):
        marked.grade(name, "2026-11-21 12:31:00", **FULL)
    with marked.course.gradebook() as gradebook:
        gradebook.grant_extension("sums", "linus", hours=24)
    assert pieces(marked.row("ada")) == (6, 5, 4, 1, 0, False)
    assert (marked.row("ada")["flags"], marked.row("ada")["seconds"]) == (["tampering"], 0.5)
    assert pieces(marked.row("grace")) == (6, 5, 4, 1, 0, False)
    assert pieces(marked.row("linus")) == (4.8, 5, 4, 1, 1.2, True)
    assert pieces(marked.row("kim")) == (5.4, 9, 0, 0, 3.6, True)
    assert marked.row("kim")["max_score"] == 9
    text = teach.table(teach.status(marked.course))
    assert "double 2/2  sum 3/3  (shader 4/4)  bonus +1  late  penalty -1.2" in text
    assert "[tampering]" in text


def test_what_is_not_graded_has_no_pieces_yet_its_lateness(marked) -> None:
    marked.configure(handin=RULES, students="[ada]\nspecializations = ['computer-graphics']")
    marked.hand_in("ada", "2026-11-22 00:00:00")
    row = marked.row("ada")
    assert (row["state"], row["max_score"], row["flags"], row["seconds"]) == ("collected", 9, [], None)
    assert pieces(row) == (None, None, None, None, None, True)


def test_the_last_attempt_counts_unless_the_policy_says_best(marked) -> None:
    marked.grade("ada", "2026-11-20 12:00:00", **FULL)
    marked.grade("ada", "2026-11-21 12:00:00", test_double=2)
    assert (marked.row("ada")["score"], marked.row("ada")["flags"]) == (2, [])
    marked.configure(course='[policy]\nattempts = "best"')
    row = marked.row("ada")
    assert (row["score"], row["flags"]) == (5, ["earlier-attempt"])
    assert [part["score"] for part in row["parts"]] == [2, 3, 4]
    marked.grade("ada", "2026-11-22 12:00:00", test_double=2, test_sum=3)
    assert (marked.row("ada")["score"], marked.row("ada")["flags"]) == (5, []), "the latest among equals"


def test_the_best_attempt_is_the_one_that_scores_best_late_or_not(marked) -> None:
    marked.configure(handin=RULES + 'attempts = "best"')
    marked.grade("ada", "2026-11-20 12:00:00", test_double=2, test_sum=2)
    marked.grade("ada", "2026-11-21 12:00:00", test_double=2, test_sum=3)
    assert pieces(marked.row("ada"))[:2] == (4, 5), "5 points a day late are worth 4 in time, and came later"
    marked.grade("ada", "2026-11-22 12:00:00", **FULL)
    row = marked.row("ada")
    assert (row["score"], row["late"], row["flags"]) == (4, True, ["earlier-attempt"])


@pytest.mark.parametrize("state", ["failed", "collected"])
def test_the_best_attempt_stands_when_the_latest_cannot_be_graded(marked, state) -> None:
    marked.configure(handin='attempts = "best"')
    marked.grade("ada", "2026-11-20 12:00:00", test_double=2)
    if state == "failed":
        marked.fail("ada", "2026-11-21 12:00:00", "sums.ipynb is empty")
    else:
        marked.hand_in("ada", "2026-11-21 12:00:00", "more")
    row = marked.row("ada")
    assert (row["state"], row["score"], row["flags"]) == (state, 2, ["earlier-attempt"])


def test_points_by_hand_stay_with_their_attempt(marked) -> None:
    marked.configure(handin='attempts = "best"')
    marked.grade("ada", "2026-11-20 12:00:00", test_double=2)
    marked.give("ada", "test-sum", 3)
    marked.grade("ada", "2026-11-21 12:00:00")
    marked.give("ada", "test-sum", 0)
    row = marked.row("ada")
    assert (row["score"], row["flags"]) == (5, ["earlier-attempt"])
    points = [one.points["test-sum"] for one in read_record(marked.course.root, "sums", "ada").attempts]
    assert points == [3, 3], "the second had them too when it was recorded"


def test_an_attempt_graded_by_other_tests_says_so(marked) -> None:
    marked.configure(handin='attempts = "best"')
    marked.grade("ada", "2026-11-20 12:00:00", tests="old", test_double=20, test_gone=7)
    marked.grade("ada", "2026-11-21 12:00:00", tests="new")
    row = marked.row("ada")
    assert (row["score"], row["flags"]) == (2, ["earlier-attempt", "earlier-tests"]), "no more than the cell has now"


def test_grading_the_same_submission_again_is_no_new_attempt(marked) -> None:
    for _ in range(2):
        marked.grade("ada", "2026-11-20 12:00:00", test_double=2)
    assert len(read_record(marked.course.root, "sums", "ada").attempts) == 1


def test_a_due_time_is_written_into_the_gradebook_at_release(marked) -> None:
    marked.configure(handin="due = 2026-11-20T12:00:00+01:00")
    teach.release(marked.course, "sums")
    with marked.course.gradebook() as gradebook:
        assert gradebook.find_assignment("sums").duedate == datetime(2026, 11, 20, 11, tzinfo=UTC).replace(tzinfo=None)
    marked.grade("ada", "2026-11-20 11:00:01")
    with marked.course.gradebook() as gradebook:
        assert gradebook.find_submission("sums", "ada").total_seconds_late == timedelta(seconds=1).total_seconds()
    assert marked.row("ada")["late"]


@pytest.mark.parametrize(
    ("files", "words"),
    [
        ({"students": "[ada]\nspecialization = 'x'"}, r"students\.toml ada\.specialization: is no field"),
        ({"students": "[ada]\nspecializations = ['computer-graphic']"}, 'did you mean "computer-graphics"'),
        ({"students": "[ada.handins.sum]\nextension_hours = 1"}, 'no hand-in; did you mean "sums"'),
        ({"course": "[policy]\nbonus = 1"}, r"underhood\.toml policy\.bonus: is no field"),
        ({"handin": "due = 2026-11-20T12:00:00"}, r"source/sums/handin\.toml policy\.due: has no time zone"),
    ],
)
def test_a_faulty_file_is_one_line(marked, files, words) -> None:
    marked.configure(**files)
    with pytest.raises(teach.TeachError, match=words):
        teach.status(marked.course)
