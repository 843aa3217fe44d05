"""What comes back from another machine is a result of the submission asked for, or nothing."""

from __future__ import annotations

import json

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from underhood_grading.engines import Judged, checking
from underhood_grading.engines.checking import RefusedError, WrongResultError, read_judged, write_judged, write_refusal
from underhood_grading.gradebook import restore


@pytest.fixture(scope="session")
def ada(submit):
    return submit("ada", "1")


@pytest.fixture(scope="session")
def judged(ada, material):
    notebook = restore(json.loads(ada.notebooks["doubling"]), material.release, "doubling").notebook
    scores = {"doubling": {"test": 2.0, "partial": None}}
    races = ({"cell": "test", "name": "doubling", "share": 0.84, "tier": 4, "tiers": 5},)
    return Judged("ada", {"doubling": notebook}, scores, ("a sentence",), ("tampering",), 0.4, 120.0, races=races)


def test_a_result_arrives_as_it_was(judged, ada, material) -> None:
    assert read_judged(write_judged(judged), ada, material.release) == judged
    failed = Judged("ada", problems=("it is no notebook",), failed=True)
    assert read_judged(write_judged(failed), ada, material.release) == failed


def test_a_refusal_is_an_error(ada, material) -> None:
    with pytest.raises(RefusedError, match="no sandbox"):
        read_judged(write_refusal("no sandbox"), ada, material.release)


def test_a_result_that_is_too_large_says_so(judged, ada, material, monkeypatch) -> None:
    monkeypatch.setattr(checking, "MOST_BYTES", 1000)
    read = read_judged(write_judged(judged), ada, material.release)
    assert read.failed
    assert "at most 0 MB are kept" in read.problems[0]
    with pytest.raises(WrongResultError, match="it has 0 MB"):
        read_judged(b" " * 1001, ada, material.release)


@pytest.mark.parametrize(
    ("changes", "words"),
    [
        ({"student": "eve"}, "another student's"),
        ({"more": 1}, "other fields"),
        ({"scores": {"doubling": {"test": 2.5}}}, "score 2.5 of `test` is above its 2 points"),
        ({"scores": {"doubling": {"test": -1}}}, "score of `test` is no number of 0 or more"),
        ({"scores": {"doubling": {"test": float("nan")}}}, "score of `test` is no number"),
        ({"scores": {"doubling": {"test": 10**400}}}, "score of `test` is no number"),
        ({"scores": {"doubling": {"test": True}}}, "score of `test` is no number"),
        ({"scores": {"doubling": {"test": "2"}}}, "score of `test` is no number"),
        ({"scores": {"doubling": {"double": 1}}}, "a cell that is not graded"),
        ({"scores": {"doubling": [2]}}, "its scores is of type list"),
        ({"scores": {}}, "not of the submission's notebooks"),
        ({"notebooks": {"../doubling": {}}}, "not the submission's"),
        ({"notebooks": {"doubling": {"cells": 1}}}, "its doubling is no notebook"),
        ({"notebooks": {"doubling": 3}}, "its doubling is no notebook"),
        ({"problems": "a sentence"}, "problems is of type str"),
        ({"problems": ["a"] * 2000}, "problems are no list of sentences"),
        ({"flags": ["two words"]}, "a flag is no word"),
        ({"seconds": float("inf")}, "seconds is no number"),
        ({"races": "fast"}, "no list of races"),
        ({"races": [{"cell": "test"}]}, "other fields than a race"),
        ({"races": [{"cell": "double", "name": "x", "share": 1, "tier": 1, "tiers": 5}]}, "a cell that is not graded"),
        ({"races": [{"cell": "test", "name": "x\n", "share": 1, "tier": 1, "tiers": 5}]}, "no line of text"),
        ({"races": [{"cell": "test", "name": "x", "share": 1e99, "tier": 1, "tiers": 5}]}, "no share"),
        ({"races": [{"cell": "test", "name": "x", "share": 0, "tier": 0, "tiers": 5}]}, "does not count"),
        ({"failed": 1}, "failed is of type int"),
        ({"failed": True}, "does not only say why"),
    ],
)
def test_what_is_wrong_is_not_read(changes, words, judged, ada, material) -> None:
    content = json.dumps({**json.loads(write_judged(judged)), **changes}).encode()
    with pytest.raises(WrongResultError, match=words):
        read_judged(content, ada, material.release)


@pytest.mark.parametrize("content", [b"{", b"[" * 100_000, b"[]", b"\xff", "text", None, 3])
def test_what_is_no_result_is_not_read(content, ada, material) -> None:
    with pytest.raises(WrongResultError):
        read_judged(content, ada, material.release)


JSON = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(max_size=5),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=5), inner, max_size=3),
    max_leaves=5,
)


@given(data=st.data())
@settings(max_examples=60, deadline=None)
def test_whatever_is_changed_it_is_right_or_an_error(data, judged, ada, material) -> None:
    found = json.loads(write_judged(judged))
    found[data.draw(st.sampled_from(sorted(found)))] = data.draw(JSON)
    try:
        read = read_judged(json.dumps(found).encode(), ada, material.release)
    except WrongResultError:
        return
    assert read.student == "ada"
    assert not read.scores or (read.scores["doubling"].get("test") or 0) <= 2
