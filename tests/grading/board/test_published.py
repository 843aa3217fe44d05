"""The file in the exchange: what was published is what is read, and whatever else is there is nothing."""

from __future__ import annotations

import json

import pytest
from underhood_grading.board import Place, Race, publish, published

RACES = (
    Race("matrix product", (Place("Turbo", 1.42), Place("Ada", 0.5))),
    Race("test-scan", (Place("Zoë", 0.84),)),
)


def test_what_was_published_is_read(tmp_path) -> None:
    file = publish(tmp_path, "sums", RACES)
    assert published(tmp_path, "sums") == RACES
    assert file.stat().st_mode & 0o777 == 0o644
    assert file.parent.stat().st_mode & 0o777 == 0o755
    assert set(json.loads(file.read_text())["races"][0]["places"][0]) == {"nickname", "share"}


def test_publishing_again_takes_off_who_left(tmp_path) -> None:
    publish(tmp_path, "sums", RACES)
    publish(tmp_path, "sums", ())
    assert published(tmp_path, "sums") == ()
    assert published(tmp_path, "other") == ()
    assert [file.name for file in (tmp_path / "board").iterdir()] == ["sums.json"]


def test_equal_shares_have_the_same_rank() -> None:
    shares = (0.9, 0.9, 0.5)
    assert Race("scan", tuple(Place(str(n), share) for n, share in enumerate(shares))).ranks() == [1, 1, 3]


@pytest.mark.parametrize(
    "content",
    [
        "{",
        "[" * 50_000,
        "[]",
        "{}",
        '{"races": 3}',
        '{"races": [{"name": "scan"}]}',
        '{"races": [{"name": "", "places": []}]}',
        '{"races": [{"name": "scan", "places": [{"nickname": 3, "share": 1}]}]}',
        '{"races": [{"name": "scan", "places": [{"nickname": "a", "share": "fast"}]}]}',
    ],
)
def test_what_is_no_board_is_none(tmp_path, content) -> None:
    publish(tmp_path, "sums", RACES).write_text(content)
    assert published(tmp_path, "sums") == ()


def test_texts_are_single_lines_and_shares_are_numbers(tmp_path) -> None:
    places = [
        {"nickname": "a\n\x1b[2Jb", "share": 0.5},
        {"nickname": "c", "share": -1},
        {"nickname": "d", "share": 1e999},
    ]
    content = {"races": [{"name": "scan\u202e", "places": places}]}
    publish(tmp_path, "sums", ()).write_text(json.dumps(content))
    assert published(tmp_path, "sums") == (Race("scan", (Place("a [2Jb", 0.5),)),)


def test_a_hand_ins_name_is_no_path(tmp_path) -> None:
    (tmp_path / "secret.json").write_text(publish(tmp_path, "sums", RACES).read_text())
    assert published(tmp_path, "../secret") == ()
