"""From points to a score: what the policy adds, takes off and never does."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st
from underhood_course.handin import Handin, Part
from underhood_course.policy import Penalty, Policy
from underhood_grading.policy import Lateness, best, score

PARTS = (
    Part("naive", "Naive", "required", {}, 4, ("test-a", "test-b")),
    Part("tile", "Tile", "invited", {"computer-graphics": "required"}, 6, ("test-tile",)),
)
POINTS = {"test-a": 2.0, "test-b": 1.0, "test-tile": 5.0}


def handin(**policy) -> Handin:
    return Handin("blur", "Blur", "m1", ("blur.ipynb",), PARTS, policy=Policy(**policy))


def test_without_a_policy_the_required_parts_are_the_score() -> None:
    assert score(handin(), POINTS) == {
        "score": 3,
        "max_score": 4,
        "parts": [
            {"name": "naive", "kind": "required", "score": 3, "max_score": 4},
            {"name": "tile", "kind": "invited", "score": 5, "max_score": 6},
        ],
        "required": 3,
        "invited": 5,
        "bonus": 0,
        "penalty": 0,
        "late": False,
    }


def test_before_grading_nothing_is_known() -> None:
    found = score(handin(), None, lateness=Lateness(True, 1))
    assert [found[name] for name in ("score", "required", "invited", "bonus", "penalty")] == [None] * 5
    assert [part["score"] for part in found["parts"]] == [None, None]
    assert (found["max_score"], found["late"]) == (4, True)


def test_a_specialization_makes_an_invited_part_required() -> None:
    found = score(handin(bonus_cap=0.5), POINTS, specializations=["computer-graphics"])
    assert (found["score"], found["max_score"], found["required"], found["invited"]) == (8, 10, 8, 0)
    assert found["bonus"] == 0


@pytest.mark.parametrize(("cap", "bonus"), [(0, 0), (0.25, 1), (1, 4), (0.1, 0.4)])
def test_invited_parts_add_up_to_the_cap(cap, bonus) -> None:
    found = score(handin(bonus_cap=cap), POINTS)
    assert (found["bonus"], found["score"]) == (bonus, 3 + bonus)


@pytest.mark.parametrize(("days", "penalty"), [(0, 0), (1, 0.4), (2, 0.8), (9, 2)])
def test_each_day_costs_a_share_up_to_the_most(days, penalty) -> None:
    found = score(handin(bonus_cap=0.25, penalty=Penalty(0.1, 0.5)), POINTS, lateness=Lateness(days > 0, days))
    assert (found["penalty"], found["score"]) == (penalty, 4 - penalty)


def test_nbgraders_own_late_penalty_holds_where_the_policy_has_none() -> None:
    assert score(handin(), POINTS, deducted=1)["score"] == 2
    assert score(handin(), POINTS, deducted=10)["score"] == 0
    # The gradebook's is then this one, written there for formgrader: it must not count twice.
    late = score(handin(penalty=Penalty(0.5)), POINTS, lateness=Lateness(True, 1), deducted=1.5)
    assert (late["penalty"], late["score"]) == (1.5, 1.5)


def test_points_below_nothing_on_an_invited_part_lower_no_score() -> None:
    found = score(handin(bonus_cap=1), {**POINTS, "test-tile": -2.0})
    assert (found["score"], found["bonus"]) == (3, 0)


points = st.floats(0, 6).map(lambda one: round(one, 2))


@given(a=points, tile=points, cap=st.floats(0, 1), days=st.integers(0, 20), per_day=st.floats(0.01, 1))
def test_work_on_an_invited_part_never_lowers_the_score(a, tile, cap, days, per_day) -> None:
    rules = handin(bonus_cap=cap, penalty=Penalty(per_day))
    late = Lateness(days > 0, days)
    without = score(rules, {"test-a": a}, lateness=late)["score"]
    with_it = score(rules, {"test-a": a, "test-tile": tile}, lateness=late)["score"]
    assert 0 <= without <= with_it <= a + cap * 4 + 1e-6


def test_the_best_of_several_is_the_latest_among_equals() -> None:
    scores = [score(handin(), {"test-a": one}) for one in (1.0, 2.0, 2.0, 0.0)]
    assert best(scores) == 2
