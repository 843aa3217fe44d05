"""What lies beside a graded notebook."""

from __future__ import annotations

import os

from underhood_grading.gradebook import files_beside


def make(folder, **contents: str):
    for name, text in contents.items():
        path = folder / name.replace("__", "/").replace("_", ".")
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text)
    return folder


def test_the_teacher_s_files_take_the_places_of_the_student_s(tmp_path) -> None:
    ada = make(tmp_path / "ada", sums_ipynb="{}", timestamp_txt="", data__a_csv="ada", mine_py="1", helper_py="ada")
    source = make(tmp_path / "source", sums_ipynb="{}", data__a_csv="teacher", handin_toml="", helper_py="teacher")
    found = files_beside(ada, source, ignore=["handin.toml"], students=["helper.py"])
    assert {name: path.read_text() for name, path in found.items()} == {
        "data/a.csv": "teacher",
        "helper.py": "ada",
        "mine.py": "1",
        "timestamp.txt": "",
    }
    assert "data/a.csv" in files_beside(ada)


def test_what_is_in_the_way_of_the_teacher_s_files_gives_way(tmp_path) -> None:
    ada = make(tmp_path / "ada", data="a file", table_csv__x="in a folder")
    source = make(tmp_path / "source", data__a_csv="", table_csv="")
    assert list(files_beside(ada, source)) == ["data/a.csv", "table.csv"]


def test_links_pipes_and_ignored_names_of_a_submission_are_left_out(tmp_path) -> None:
    secret = make(tmp_path, secret_txt="secret") / "secret.txt"
    ada = make(tmp_path / "ada", __pycache__x_pyc="", a_pyc="")
    (ada / "__pycache__").mkdir()
    (ada / "__pycache__" / "y").write_text("")
    (ada / "link.txt").symlink_to(secret)
    (ada / "folder").symlink_to(tmp_path)
    os.mkfifo(ada / "pipe")
    assert files_beside(ada, ignore=["*.pyc", "__pycache__", "pycache"]) == {}
