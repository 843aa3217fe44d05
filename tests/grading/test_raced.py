"""What is kept of races: plain data within bounds, whoever sent it."""

from __future__ import annotations

import json
import math

import pytest
from hypothesis import given
from hypothesis import strategies as st
from underhood_grading.raced import MOST_RACES, checked_races, line_of_text, noted
from underhood_grading.speed import Outcome

RACED = {"cell": "test-scan", "name": "scan", "share": 0.84, "tier": 4, "tiers": 5}


def test_an_outcome_is_its_share_and_tier_and_no_times() -> None:
    outcome = Outcome(True, "24 ms against 20 ms", 0.8437, seconds=0.024, reference_seconds=0.02)
    assert noted("test-scan", "scan", outcome, []) == RACED
    assert noted("test-scan", "", outcome, [])["name"] == "test-scan"


@pytest.mark.parametrize(
    "outcome",
    [
        Outcome(False, "wrong", 0.9),
        Outcome(True, "too fast", 0.9, refused="it took less than the machine needs"),
        Outcome(True, "", math.nan),
        Outcome(True, "", -0.5),
        Outcome(True, "", 0.001),
    ],
)
def test_what_does_not_count_has_no_share(outcome) -> None:
    assert noted("test", "", outcome, [])["share"] == 0


def test_races_of_the_same_name_are_numbered_in_their_cell() -> None:
    outcome = Outcome(True, "", 0.5)
    found = []
    for cell, name in (("a", "x"), ("a", "x"), ("b", "x"), ("a", ""), ("a", ""), ("a", "x")):
        found.append(noted(cell, name, outcome, found))
    assert [one["name"] for one in found] == ["x", "x 2", "x", "a", "a 2", "x 3"]
    assert checked_races(json.loads(json.dumps(found))) == found


def test_names_are_lines_of_text_whatever_a_test_gives() -> None:
    class Claims:
        __class__ = str

        def __iter__(self):
            raise AssertionError

    assert line_of_text(Claims(), 60) == ""
    assert line_of_text("a\n\x1b[2J\u202eb", 60) == "a [2J b"
    assert noted("test", "y" * 500, Outcome(True, "", 0.5), [])["name"] == "y" * 60


@pytest.mark.parametrize(
    ("changes", "told"),
    [
        ({"cell": "other"}, "not graded"),
        ({"cell": 3}, "not graded"),
        ({"name": ""}, "no line of text"),
        ({"name": "a\nb"}, "no line of text"),
        ({"name": "a" * 70}, "no line of text"),
        ({"share": math.nan}, "no share"),
        ({"share": -1}, "no share"),
        ({"share": 10**400}, "no share"),
        ({"share": True}, "no share"),
        ({"share": "0.5"}, "no share"),
        ({"tier": 6}, "no steps"),
        ({"tier": 0.5}, "no steps"),
        ({"tiers": True}, "no steps"),
        ({"seconds": 0.5}, "other fields"),
    ],
)
def test_what_is_no_race_is_refused(changes, told) -> None:
    with pytest.raises(ValueError, match=told):
        checked_races([{**RACED, **changes}], ["test-scan"])


@pytest.mark.parametrize("found", [None, {}, "races", [[]], [RACED, RACED], [RACED] * (MOST_RACES + 1)])
def test_what_is_no_list_of_races_is_refused(found) -> None:
    with pytest.raises(ValueError, match="race"):
        checked_races(found)


@given(
    st.lists(
        st.dictionaries(
            st.sampled_from(sorted(RACED)),
            st.none() | st.booleans() | st.integers() | st.floats() | st.text(max_size=70),
            min_size=5,
        ),
        max_size=3,
    )
)
def test_whatever_is_sent_it_is_bounded_or_an_error(found) -> None:
    try:
        races = checked_races(found)
    except ValueError:
        return
    assert all(0 <= one["share"] <= 1e9 and one["name"].isprintable() for one in races)
