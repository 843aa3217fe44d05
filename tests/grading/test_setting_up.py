"""`init`: what it makes, what it leaves alone, what it refuses."""

from __future__ import annotations

import os
import shutil
import stat
import sysconfig
from pathlib import Path

import pytest
from underhood_grading import teach
from underhood_grading.environment import programs_on_path


def mode(path) -> int:
    return stat.S_IMODE(path.stat().st_mode)


def test_makes_a_course_directory(made_course) -> None:
    root = made_course
    assert sorted(path.name for path in (root / "source" / "sums").iterdir()) == ["handin.toml", "sums.ipynb"]
    assert mode(root / "exchange") == 0o777
    assert [mode(root / name) for name in ("source", "submitted", "gradebook.db")] == [0o700, 0o700, 0o600]
    course = teach.Course.open(root)
    assert course.handins() == ["sums"]
    assert (course.course_id, course.exchange) == ("underhood", root / "exchange")
    with course.gradebook() as gradebook:
        assert [one.name for one in gradebook.assignments] == ["sums"]


def test_again_adds_only_what_is_missing_and_says_so(released_course, handin_folder, tmp_path, new_classroom) -> None:
    root = new_classroom("again").course.root
    edited = root / "source" / "sums" / "handin.toml"
    edited.write_text(edited.read_text() + "# mine\n")
    (root / "nbgrader_config.py").write_text((root / "nbgrader_config.py").read_text() + "# mine\n")
    other = handin_folder.with_name("more-sums")
    handin_folder.rename(other)
    made = teach.init(root, [other])
    assert (made.added, made.kept) == (("more-sums",), ())
    other.rename(handin_folder)
    made = teach.init(root, [handin_folder])
    assert (made.added, made.kept) == ((), ("sums",))
    assert any("kept your source/sums, which differs" in note for note in made.notes)
    assert edited.read_text().endswith("# mine\n")
    assert (root / "nbgrader_config.py").read_text().endswith("# mine\n")
    assert teach.Course.open(root).handins() == ["more-sums", "sums"]


def test_an_exchange_elsewhere(handin_folder, tmp_path) -> None:
    (handin_folder / ".ipynb_checkpoints").mkdir()
    root, place = tmp_path / "course", tmp_path / "shared" / "exchange"
    teach.init(root, [handin_folder], place, course_id="autumn")
    course = teach.Course.open(root)
    assert (course.exchange, course.course_id) == (place, "autumn")
    assert mode(place) == 0o777
    assert not (root / "exchange").exists()
    assert not (root / "source" / "sums" / ".ipynb_checkpoints").exists()


@pytest.mark.parametrize(
    ("prepare", "words"),
    [
        (lambda root: root.write_text(""), "is a file; give the name of a new folder"),
        (lambda root: (root.mkdir(), (root / "thesis.tex").write_text("")), r"other content \(thesis\.tex\)"),
    ],
)
def test_other_content_is_left_alone(handin_folder, tmp_path, prepare, words) -> None:
    root = tmp_path / "course"
    prepare(root)
    with pytest.raises(teach.TeachError, match=words):
        teach.init(root, [handin_folder])
    assert not (root / "source").exists()


def test_a_faulty_hand_in_is_named_before_anything_is_written(handin_folder, tmp_path) -> None:
    (handin_folder / "handin.toml").write_text("title = 3")
    with pytest.raises(teach.TeachError, match=r"sums/handin\.toml notebooks: is missing"):
        teach.init(tmp_path / "course", [handin_folder])
    assert not (tmp_path / "course").exists()


def test_a_place_that_cannot_be_written_is_named(handin_folder, tmp_path) -> None:
    (tmp_path / "file").write_text("")
    with pytest.raises(teach.TeachError, match=r"can't write .*: Not a directory|can't be read: Not a directory"):
        teach.init(tmp_path / "file" / "course", [handin_folder])
    with pytest.raises(teach.TeachError, match="can't write"):
        teach.init(tmp_path / "course", [handin_folder], tmp_path / "file" / "exchange")


def test_a_read_only_folder_is_named(handin_folder, closed_folder) -> None:
    with pytest.raises(teach.TeachError, match=r"can't write .*closed"):
        teach.init(closed_folder / "course", [handin_folder])


def test_nbgrader_finds_alembic_without_an_activated_environment(monkeypatch) -> None:
    monkeypatch.setenv("PATH", "/usr/bin:/bin")
    programs_on_path()
    assert Path(shutil.which("alembic")).parent == Path(sysconfig.get_path("scripts"))
    before = os.environ["PATH"]
    programs_on_path()
    assert os.environ["PATH"] == before


@pytest.mark.parametrize("name", ["none", "empty"])
def test_what_is_no_course_directory_is_said(tmp_path, name) -> None:
    (tmp_path / "empty").mkdir()
    with pytest.raises(teach.TeachError, match="`underhood teach init"):
        teach.Course.open(tmp_path / name)


def test_a_broken_configuration_is_said(released_course, new_classroom) -> None:
    root = new_classroom("broken").course.root
    (root / "nbgrader_config.py").write_text("c = get_config(\n")
    with pytest.raises(teach.TeachError, match=r"nbgrader_config\.py can't be read: SyntaxError"):
        teach.Course.open(root)


def test_a_second_try_after_an_exchange_that_could_not_be_made(handin_folder, tmp_path) -> None:
    """What failed leaves no configuration behind that names it."""
    root = tmp_path / "course"
    (tmp_path / "file").write_text("")
    with pytest.raises(teach.TeachError):
        teach.init(root, [handin_folder], tmp_path / "file" / "exchange")
    teach.init(root, [handin_folder], tmp_path / "exchange")
    assert teach.Course.open(root).exchange == tmp_path / "exchange"
