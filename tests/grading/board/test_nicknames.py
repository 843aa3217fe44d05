"""`board.toml`: what students write into it, and what others may be called by it."""

from __future__ import annotations

import os

import pytest
from hypothesis import given
from hypothesis import strategies as st
from underhood_grading.board import (
    BOARD_FILE,
    NicknameError,
    name_key,
    numbered,
    read_nickname,
    write_nickname,
)


@pytest.fixture
def asked(tmp_path):
    def ask(content: str | bytes) -> str | None:
        (tmp_path / BOARD_FILE).write_bytes(content if isinstance(content, bytes) else content.encode())
        return read_nickname(tmp_path)

    return ask


@pytest.mark.parametrize("name", ["Grace", "Ada L.", "O'Neil-2", "Zoë", "Иван", "陳小明", "हिन्दी", "42", "go_fast!"])
def test_a_nickname_is_what_is_written(asked, name) -> None:
    assert asked(f'nickname = "{name}"') == name


def test_spaces_and_forms_of_letters_are_made_the_same(asked) -> None:
    assert asked('nickname = "  Zoe\u0308   B  "') == "Zoë B"
    assert asked(b"\xef\xbb\xbfnickname = 'Grace'") == "Grace"


def test_no_file_and_an_empty_one_ask_for_nothing(asked, tmp_path) -> None:
    assert read_nickname(tmp_path) is None
    assert asked('# nickname = "Grace"\n') is None


def test_what_the_teacher_released_asks_for_nothing(asked, tmp_path) -> None:
    released = tmp_path / "release"
    released.mkdir()
    (released / BOARD_FILE).write_text('nickname = "You"')
    asked('nickname = "You"')
    assert read_nickname(tmp_path, released) is None
    asked('nickname = "Me"')
    assert read_nickname(tmp_path, released) == "Me"


@pytest.mark.parametrize(
    ("content", "told"),
    [
        ("Grace", "no TOML"),
        (b"nickname = '\xff'", "no TOML"),
        ("nickname = " + "[" * 3000, "no TOML"),
        ("nickname = '" + "x" * 5000 + "'", "too large"),
        ("name = 'Grace'", "no nickname"),
        ("nickname = 3", "no nickname"),
        ("nickname = ['a', 'b']", "no nickname"),
        ("nickname = ''", "2 to 24"),
        ("nickname = 'x'", "2 to 24"),
        ("nickname = '!!!'", "2 to 24"),
        (f"nickname = '{'x' * 25}'", "2 to 24"),
        ("nickname = '<b>Grace</b>'", "letters, digits"),
        ('nickname = "a\\u001b[31mb"', "letters, digits"),
        ('nickname = "Grace\\u202eevil"', "letters, digits"),
        ('nickname = "Gr\\u200bace"', "letters, digits"),
        ('nickname = "=cmd()"', "letters, digits"),
        ('nickname = "G\\u0301\\u0302\\u0303\\u0304race"', "accents"),
    ],
)
def test_what_is_no_nickname_is_told(asked, content, told) -> None:
    with pytest.raises(NicknameError, match=told):
        asked(content)


def test_only_an_ordinary_file_is_read(tmp_path) -> None:
    secret = tmp_path / "secret.toml"
    secret.write_text('nickname = "Secret"')
    (tmp_path / "a").mkdir()
    (tmp_path / "a" / BOARD_FILE).symlink_to(secret)
    (tmp_path / "b").mkdir()
    os.mkfifo(tmp_path / "b" / BOARD_FILE)
    (tmp_path / "c" / BOARD_FILE).mkdir(parents=True)
    for name in "abc":
        with pytest.raises(NicknameError, match="no ordinary file"):
            read_nickname(tmp_path / name)


@given(st.binary(max_size=200) | st.text(max_size=40).map(lambda text: f'nickname = "{text}"'.encode()))
def test_whatever_is_in_it_it_is_a_line_of_text_or_an_error(tmp_path_factory, content) -> None:
    folder = tmp_path_factory.getbasetemp()
    (folder / BOARD_FILE).write_bytes(content if isinstance(content, bytes) else content.encode("utf-8", "replace"))
    try:
        name = read_nickname(folder)
    except NicknameError:
        return
    assert name is None or (name.isprintable() and 2 <= len(name) <= 24)


def test_a_students_file_is_written_and_taken_away(tmp_path) -> None:
    write_nickname(tmp_path, " Ada  L. ")
    assert read_nickname(tmp_path) == "Ada L."
    write_nickname(tmp_path, None)
    assert read_nickname(tmp_path) is None
    with pytest.raises(NicknameError):
        write_nickname(tmp_path, '"; x = 1')


def test_the_same_nickname_is_numbered_whoever_was_first_before_the_others() -> None:
    nicknames = [("1", "Turbo"), ("2", "turbo"), ("3", "Turbo 2"), ("4", "TURBO")]
    assert numbered(nicknames, {}) == {"1": "Turbo", "2": "turbo 3", "3": "Turbo 2", "4": "TURBO 4"}


def test_nobody_is_called_like_another_student() -> None:
    taken = {"ada": ["ada", "Ada", "Lovelace", "Ada Lovelace"], "grace": ["grace", "Hopper"], "eve": ["eve", "Ada"]}
    assert numbered([("grace", "A.D.A")], taken) == {"grace": None}
    assert numbered([("grace", "ada lovelace")], taken) == {"grace": None}
    assert numbered([("grace", "Hopper")], taken) == {"grace": "Hopper"}, "one's own name is one's own to show"
    assert numbered([("eve", "Ada")], taken) == {"eve": None}, "it is somebody else's, too"


def test_names_that_look_alike_have_the_same_key() -> None:
    assert name_key("Ada L.") == name_key("ＡＤＡ_l") == "adal"
