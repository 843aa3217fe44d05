"""Outputs that come from a process nobody trusts."""

from __future__ import annotations

import json
import math

import nbformat
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from nbformat.v4 import new_code_cell, new_notebook
from underhood_grading.runner.outputs import MOST_BYTES, MOST_OUTPUTS, checked

STREAM = {"output_type": "stream", "name": "stdout", "text": "a"}
ERROR = {"output_type": "error", "ename": "ValueError", "evalue": "no", "traceback": ["a", "b"]}


def test_well_formed_outputs_are_kept() -> None:
    picture = {"output_type": "display_data", "data": {"image/png": "iVBOR", "text/plain": "<Figure>"}, "metadata": {}}
    plotly = {
        "output_type": "display_data",
        "data": {"application/vnd.plotly.v1+json": {"data": [1.5]}},
        "metadata": {},
    }
    result = {"output_type": "execute_result", "data": {"text/plain": "2"}, "metadata": {}, "execution_count": 7}
    assert checked([STREAM, picture, plotly, ERROR]) == [STREAM, picture, plotly, ERROR]
    assert checked([result]) == [{**result, "execution_count": None}]


@pytest.mark.parametrize(
    "bad",
    [
        None,
        5,
        "text",
        {"output_type": "stream"},
        [5],
        [{"output_type": "stream", "name": "stdin", "text": "a"}],
        [{"output_type": "stream", "name": "stdout", "text": 5}],
        [{"output_type": "display_data", "data": "text"}],
        [{"output_type": ["error"]}],
        [{}],
    ],
)
def test_malformed_outputs_are_left_out(bad) -> None:
    assert checked(bad) == []


def test_what_json_cannot_hold_is_made_plain() -> None:
    data = {"application/json": {"a": math.nan, "b": b"x", 3: 4, "c": [object()]}, "image/png": 5, 7: "x"}
    (output,) = checked([{"output_type": "display_data", "data": data}])
    assert output["data"] == {"application/json": {"a": None, "b": None, "c": [None]}}
    assert checked([{**STREAM, "text": "\ud800"}]) == [{**STREAM, "text": "?"}]


def test_depth_is_bounded() -> None:
    deep: dict = {}
    inner = deep
    for _ in range(3000):
        inner["a"] = inner = {}
    json.dumps(checked([{"output_type": "display_data", "data": {"application/json": deep}}]))


def test_size_and_number_are_bounded_but_no_error_is_lost() -> None:
    many = checked([STREAM] * 10_000)
    assert len(many) == MOST_OUTPUTS + 1
    assert "left out" in many[-1]["text"]
    big = checked([{**STREAM, "text": "x" * (MOST_BYTES + 1)}, STREAM, ERROR])
    assert [one["output_type"] for one in big] == ["stream", "error"]
    assert len(checked([{**ERROR, "traceback": ["x"] * 1000}])[0]["traceback"]) == 101


PLAIN = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(st.characters()) | st.binary(max_size=4),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text() | st.integers(), inner, max_size=3),
    max_leaves=8,
)
KEYS = st.sampled_from(["output_type", "name", "text", "data", "metadata", "ename", "evalue", "traceback"])
KINDS = st.sampled_from(["stream", "display_data", "execute_result", "error", "stdout", "text/plain"])


@settings(deadline=None)  # the first notebook to be validated compiles its schema
@given(st.lists(st.dictionaries(KEYS, KINDS | PLAIN, max_size=6), max_size=4))
def test_whatever_comes_a_notebook_can_hold_it(outputs) -> None:
    cell = new_code_cell("x", outputs=[nbformat.from_dict(one) for one in checked(outputs)])
    notebook = new_notebook(cells=[cell])
    nbformat.validate(notebook)
    json.dumps(notebook).encode("utf-8")
