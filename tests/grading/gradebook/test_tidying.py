"""Whatever is handed in as a notebook is read, or refused in a sentence."""

from __future__ import annotations

import json

import nbformat
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from nbgrader.nbgraderformat import MetadataValidator
from underhood_grading.gradebook import NotebookError, restore
from underhood_grading.gradebook.tidying import tidy


@pytest.mark.parametrize(
    ("raw", "words"),
    [
        ({}, "sums.ipynb is no notebook of format 4"),
        ({"nbformat": 5, "cells": []}, "sums.ipynb is no notebook of format 4"),
        ({"nbformat": 4}, "sums.ipynb has no list of cells"),
        ({"nbformat": 3, "worksheets": 7}, "sums.ipynb has the old notebook format 3 and"),
    ],
)
def test_what_is_no_notebook(release, raw, words) -> None:
    with pytest.raises(NotebookError, match=words):
        restore(raw, release, "sums")


def test_damaged_cells_are_left_out(release, fetched) -> None:
    fetched["cells"] += [7, {}, {"cell_type": "code"}, {"cell_type": "heading", "source": "x"}]
    restored = restore(fetched, release, "sums")
    assert len(restored.notebook.cells) == 8
    assert restored.problems == ("sums.ipynb had 3 damaged cells, which were left out",)


def test_what_cannot_be_written_is_replaced() -> None:
    deep: list = []
    for _ in range(500):
        deep = [deep]
    odd = {"cell_type": "code", "id": "a b", "metadata": {"\ud800": float("nan"), "deep": deep}, "source": "'\udfff'"}
    notebook, _ = tidy({"nbformat": 4, "cells": [odd, odd]}, "x.ipynb")
    nbformat.validate(notebook)
    json.dumps(notebook, ensure_ascii=False, allow_nan=False).encode()
    assert [one.id for one in notebook.cells] == ["made-0", "made-1"]


JSON = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(max_size=5),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=5), inner, max_size=3),
    max_leaves=5,
)
NAMES = st.sampled_from(["text", "double", "test-double", "test-sum", "other", ""])
MARK = st.fixed_dictionaries(
    {},
    optional={
        "grade_id": NAMES | JSON,
        "grade": st.booleans() | JSON,
        "solution": st.booleans() | JSON,
        "locked": st.booleans() | JSON,
        "task": st.booleans() | JSON,
        "points": st.floats() | JSON,
        "checksum": JSON,
        "cell_type": JSON,
        "schema_version": st.integers(0, 4) | JSON,
    },
)
CELL = st.fixed_dictionaries(
    {"cell_type": st.sampled_from(["code", "markdown", "raw"])},
    optional={
        "id": st.sampled_from(["cell-0", "cell-2", "made-1"]) | JSON,
        "metadata": st.fixed_dictionaries({}, optional={"nbgrader": MARK | JSON, "tags": JSON}) | JSON,
        "source": JSON | st.just("double(2) == 4"),
        "outputs": JSON,
        "attachments": JSON,
    },
)
NOTEBOOK = st.fixed_dictionaries(
    {"nbformat": st.sampled_from([4, 4, 4, 3]), "cells": st.lists(CELL | JSON, max_size=8)},
    optional={"metadata": JSON, "nbformat_minor": JSON, "worksheets": JSON},
)


@settings(max_examples=60, deadline=None, suppress_health_check=list(HealthCheck))
@given(raw=NOTEBOOK)
def test_whatever_is_handed_in_every_test_is_there_as_released(release, raw) -> None:
    try:
        notebook = restore(raw, release, "sums").notebook
    except NotebookError:
        return
    nbformat.validate(notebook)
    MetadataValidator().validate_nb(notebook)
    nbformat.v4.writes(notebook).encode()
    pairs = [(one.metadata.nbgrader.grade_id, one) for one in notebook.cells if "nbgrader" in one.metadata]
    marked = dict(pairs)
    for one in release.notebooks["sums"].cells:
        if one.locked:
            there = marked[one.name]
            assert (there["source"], there["cell_type"]) == (one.source, one.cell_type)
            assert there["metadata"]["nbgrader"]["checksum"] == one.checksum
    assert [name for name, _ in pairs].count("test-sum") == 1
