"""The hand-in reader: what it returns, and what it says of each fault."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from underhood_course.handin import Handin, HandinError, Limits, Part, read_handin
from underhood_course.policy import Policy

TOML = """\
title = "Blur"
module = "m1"
notebooks = ["blur.ipynb"]

[limits]
seconds = 30

[[parts]]
name = "plain"
title = "Plain"
kind = "required"
cells = ["test-plain", "test-plain-sizes"]

[[parts]]
name = "tile"
title = "With a tile"
kind = "invited"
cells = ["test-tile"]
specializations = { computer-graphics = "required" }
"""


def cell(name: str, points: object = 1, **marks: object) -> dict:
    mark = {"grade": True, "grade_id": name, "points": points, "solution": False, **marks}
    return {"cell_type": "code", "metadata": {"nbgrader": mark}, "source": ""}


CELLS = [
    cell("test-plain", 2),
    {"cell_type": "markdown", "metadata": {}},
    cell("test-plain-sizes", 1.5),
    cell("test-tile", 3),
]


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    folder = tmp_path / "blur"
    folder.mkdir()
    write(folder)
    return folder


def write(folder: Path, toml: str = TOML, cells: list | None = None) -> None:
    (folder / "handin.toml").write_text(toml)
    notebook = {"nbformat": 4, "nbformat_minor": 5, "metadata": {}, "cells": CELLS if cells is None else cells}
    (folder / "blur.ipynb").write_text(json.dumps(notebook))


def test_reads_parts_with_the_points_of_their_cells(folder: Path) -> None:
    handin = read_handin(folder)
    assert (handin.name, handin.title, handin.module) == ("blur", "Blur", "m1")
    assert handin.notebooks == ("blur.ipynb",)
    assert (handin.limits.seconds, handin.limits.memory_mb) == (30, 4096)
    assert [(part.name, part.points) for part in handin.parts] == [("plain", 3.5), ("tile", 3)]


def test_reads_limits_topics_and_policy(folder: Path) -> None:
    plain = read_handin(folder)
    assert (plain.limits.processes, plain.limits.disk_mb, plain.limits.cell_seconds) == (64, 512, None)
    assert plain.policy == Policy()
    more = "processes = 8\ndisk_mb = 64\ncell_seconds = 2.5\n\n[policy]\nbonus_cap = 0.2\n\n[[parts]]"
    toml = TOML.replace("\n[[parts]]", f"\n{more}", 1).replace('"With a tile"', '"With a tile"\ntopics = ["tiles"]')
    write(folder, toml)
    handin = read_handin(folder, Policy(attempts="best", bonus_cap=0.5))
    assert handin.limits == Limits(30, processes=8, disk_mb=64, cell_seconds=2.5)
    assert (handin.policy.attempts, handin.policy.bonus_cap) == ("best", 0.2)
    assert [part.topics for part in handin.parts] == [(), ("tiles",)]


def test_gives_what_the_catalog_schema_asks_for(folder: Path) -> None:
    jsonschema = pytest.importorskip("jsonschema")
    file = Path(__file__).parents[2] / "course/underhood_course/schemas/catalog.schema.json"
    schema = json.loads(file.read_text())
    jsonschema.validate(read_handin(folder).to_dict(), {"$ref": "#/$defs/handin", "$defs": schema["$defs"]})


@pytest.mark.parametrize(
    ("chosen", "kind", "points"),
    [
        ((), "invited", 3.5),
        (("deep-learning",), "invited", 3.5),
        (("computer-graphics",), "required", 6.5),
        (("deep-learning", "computer-graphics"), "required", 6.5),
    ],
)
def test_a_specialization_may_make_a_part_required(folder: Path, chosen, kind, points) -> None:
    handin = read_handin(folder)
    assert handin.part_kind(handin.parts[1], chosen) == kind
    assert handin.points(chosen) == points


def test_a_specialization_may_make_a_part_invited() -> None:
    part = Part("a", "A", "required", {"deep-learning": "invited"}, 1, ("t",))
    handin = Handin("h", "H", "m1", ("h.ipynb",), (part,))
    assert handin.part_kind(part, ["deep-learning"]) == "invited"
    assert handin.part_kind(part, ["deep-learning", "computer-vision"]) == "required"


@pytest.mark.parametrize(
    ("old", "new", "field", "words"),
    [
        ('title = "Blur"', 'titel = "Blur"', "title", "missing"),
        ('title = "Blur"', 'title = "Blur"\ncolour = "red"', "colour", "is no field"),
        ('title = "Blur"', "title = 3", "title", "3 is not text"),
        ('module = "m1"', 'module = "one"', "module", "module's id"),
        ("seconds = 30", "seconds = 0", "limits.seconds", "above 0"),
        ("seconds = 30", "seconds = true", "limits.seconds", "above 0"),
        ("seconds = 30", "minutes = 1", "limits.minutes", "is no field"),
        ("seconds = 30", "memory_mb = 0.5", "limits.memory_mb", "whole number"),
        ("seconds = 30", "cell_seconds = 0", "limits.cell_seconds", "above 0"),
        ('cells = ["test-tile"]', 'cells = ["test-tile"]\ntopics = "tiles"', "parts[1].topics", "list of"),
        ("[limits]", "[policy]\nattempts = 'first'\n[limits]", "policy.attempts", "none of last, best"),
        ('kind = "required"', 'kind = "must"', "parts[0].kind", "none of required, invited"),
        ('name = "plain"', 'name = "Plain part"', "parts[0].name", "a-z, 0-9"),
        ('name = "tile"', 'name = "plain"', "parts[1].name", "another part"),
        ('= "required" }', '= "needed" }', "parts[1].specializations.computer-graphics", "none of"),
        ('"test-tile"', '"test-tiles"', "parts[1].cells", "no graded cell"),
        ('"test-tile"', '"test-plain"', "parts[1].cells", "counts for part"),
        ('["test-tile"]', "[]", "parts[1].cells", "list of at least one"),
        (', "test-plain-sizes"', "", "parts", "belongs to no part"),
        ('["blur.ipynb"]', '["../blur.ipynb"]', "notebooks", "beside handin.toml"),
        ("[[parts]]", "[parts]", None, "TOML"),
    ],
)
def test_names_file_field_and_cure(folder: Path, old: str, new: str, field: str, words: str) -> None:
    assert old in TOML
    write(folder, TOML.replace(old, new))
    with pytest.raises(HandinError, match=r"blur/handin\.toml") as caught:
        read_handin(folder)
    assert caught.value.field == field
    assert words in caught.value.message
    assert "\n" not in str(caught.value)


@pytest.mark.parametrize(
    ("cells", "number", "field"),
    [
        ([*CELLS, cell("test-tile", 3)], 5, "nbgrader.grade_id"),
        ([*CELLS, cell("", 3)], 5, "nbgrader.grade_id"),
        ([cell("test-plain", "two"), *CELLS[1:]], 1, "nbgrader.points"),
        ([cell("test-plain", -1), *CELLS[1:]], 1, "nbgrader.points"),
        ([cell("test-plain", None), *CELLS[1:]], 1, "nbgrader.points"),
    ],
)
def test_names_the_notebook_and_its_cell(folder: Path, cells: list, number: int, field: str) -> None:
    write(folder, cells=cells)
    with pytest.raises(HandinError) as caught:
        read_handin(folder)
    assert (caught.value.file.name, caught.value.cell, caught.value.field) == ("blur.ipynb", number, field)
    assert f"blur/blur.ipynb cell {number} {field}: " in str(caught.value)


@pytest.mark.parametrize(
    "content", [b"", b"{", b"[]", b'{"nbformat": 3, "worksheets": []}', b"\xff\xfe", b"[" * 100_000]
)
def test_says_what_is_wrong_with_a_broken_notebook(folder: Path, content: bytes) -> None:
    (folder / "blur.ipynb").write_bytes(content)
    with pytest.raises(HandinError, match=r"blur/blur\.ipynb.*; (restore|open)"):
        read_handin(folder)


def test_says_what_is_missing(folder: Path) -> None:
    (folder / "blur.ipynb").unlink()
    with pytest.raises(HandinError, match="no such notebook"):
        read_handin(folder)
    (folder / "handin.toml").unlink()
    with pytest.raises(HandinError, match="no such file"):
        read_handin(folder)


def test_refuses_a_notebook_that_nobody_lists(folder: Path) -> None:
    (folder / "solution.ipynb").write_text("{}")
    with pytest.raises(HandinError, match=r'"solution\.ipynb" lies in the folder'):
        read_handin(folder)


def test_refuses_a_folder_whose_name_is_no_hand_in_name(tmp_path: Path) -> None:
    with pytest.raises(HandinError, match="hand-in name"):
        read_handin(tmp_path / "Blur 2")
