"""Submissions are looked at before nbgrader reads them."""

from __future__ import annotations

import json

import pytest
from underhood_grading import submission

GOOD = json.dumps({"nbformat": 4, "nbformat_minor": 5, "metadata": {}, "cells": []}).encode()


@pytest.mark.parametrize(
    ("content", "words"),
    [
        (b"", "is empty"),
        (b"PK\x03\x04", "is not valid JSON"),
        (b'{"cells": [\n,', "is not valid JSON (line 2)"),
        (b"\xff\xfe{\x00}\x00", "is not UTF-8"),
        (b"[" * 200_000, "is not valid JSON"),
        (b"[1, 2]", "no notebook"),
        (b'{"a": 1}', "no notebook"),
        (b'{"nbformat": 5, "cells": []}', "no notebook of format 4"),
        (b'{"nbformat": 4, "cells": {}}', "no notebook of format 4"),
    ],
)
def test_says_why_a_notebook_cannot_be_graded(tmp_path, content, words) -> None:
    (tmp_path / "a.ipynb").write_bytes(content)
    (fault,) = submission.inspect(tmp_path, ["a.ipynb"]).fatal
    assert fault.startswith("a.ipynb ")
    assert words in fault


def test_a_good_one_has_no_findings(tmp_path) -> None:
    (tmp_path / "a.ipynb").write_bytes(GOOD)
    assert submission.inspect(tmp_path, ["a.ipynb"]) == submission.Findings()


def test_huge_ones_are_refused_by_size_alone(tmp_path) -> None:
    with (tmp_path / "a.ipynb").open("wb") as stream:
        stream.truncate(65_000_000)
    assert submission.inspect(tmp_path, ["a.ipynb"]).fatal == ("a.ipynb has 65 MB; at most 64 MB are graded",)


def test_a_link_is_no_notebook(tmp_path) -> None:
    (tmp_path / "b.txt").write_bytes(GOOD)
    (tmp_path / "a.ipynb").symlink_to(tmp_path / "b.txt")
    assert submission.inspect(tmp_path, ["a.ipynb"]).fatal == ("a.ipynb is no ordinary file",)


def test_tells_a_renamed_notebook_from_a_missing_one(tmp_path) -> None:
    (tmp_path / "a-copy.ipynb").write_bytes(GOOD)
    assert submission.inspect(tmp_path, ["a.ipynb"]).fatal == ("notebook a.ipynb is missing; there is a-copy.ipynb",)
    (tmp_path / "b.ipynb").write_bytes(GOOD)
    findings = submission.inspect(tmp_path, ["a.ipynb", "b.ipynb"])
    assert findings == submission.Findings(notes=("notebook a.ipynb is missing; its parts score 0",))


def test_a_time_that_is_none_is_said(tmp_path) -> None:
    (tmp_path / "a.ipynb").write_bytes(GOOD)
    (tmp_path / "timestamp.txt").write_text("soon")
    (fault,) = submission.inspect(tmp_path, ["a.ipynb"]).fatal
    assert fault.startswith("timestamp.txt holds no time")


def test_the_digest_follows_names_and_contents(tmp_path) -> None:
    (tmp_path / "a.ipynb").write_bytes(GOOD)
    first = submission.digest(tmp_path)
    assert submission.digest(tmp_path) == first
    (tmp_path / "a.ipynb").rename(tmp_path / "b.ipynb")
    assert submission.digest(tmp_path) != first
