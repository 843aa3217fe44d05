"""Files that are written whole or not at all."""

import pytest
from underhood_kernels.atomic import create_atomically, write_atomically


def test_a_file_is_replaced_and_its_folder_made(tmp_path):
    file = tmp_path / "a" / "b.json"
    for content in (b"one", b"two"):
        write_atomically(file, content)
        assert file.read_bytes() == content
    assert [one.name for one in file.parent.iterdir()] == ["b.json"]


def test_what_cannot_be_replaced_stays_and_nothing_is_left_beside_it(tmp_path):
    folder = tmp_path / "taken"
    (folder / "full").mkdir(parents=True)
    with pytest.raises(OSError, match="taken"):
        write_atomically(folder, b"one")
    assert [one.name for one in tmp_path.iterdir()] == ["taken"]


def test_what_exists_is_not_created_again(tmp_path):
    assert create_atomically(tmp_path / "x", b"one")
    assert not create_atomically(tmp_path / "x", b"two")
    assert (tmp_path / "x").read_bytes() == b"one"
