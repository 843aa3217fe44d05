import json
import threading

import pytest
from underhood_course.schema import faults, schema
from underhood_course.student.progress import NotKeptError, ProgressError, ProgressFile


@pytest.fixture
def progress(tmp_path):
    return ProgressFile(tmp_path / "state")


def test_the_beginning_is_level_1_and_nothing_opened(progress):
    assert progress.read() == {
        "level": 1,
        "specializations": [],
        "additional_reading": False,
        "pages": {},
        "last_page": None,
    }
    assert not progress.file.exists(), "reading writes nothing"


def test_choices_and_states_are_kept(progress):
    progress.change({"level": 3, "specializations": ["deep-learning"]})
    progress.change({"additional_reading": True, "pages": {"m1/a": {"state": "started"}, "m1/b": {"state": "done"}}})
    found = ProgressFile(progress.file.parent).read()
    assert (found["level"], found["specializations"], found["additional_reading"]) == (3, ["deep-learning"], True)
    assert {page: state["state"] for page, state in found["pages"].items()} == {"m1/a": "started", "m1/b": "done"}
    assert list(faults(found, schema("progress"))) == []


def test_opening_notes_the_page_and_a_done_page_stays_done(progress):
    assert progress.opened("m1/a")["pages"]["m1/a"]["state"] == "started"
    progress.change({"pages": {"m1/a": {"state": "done"}}})
    found = progress.opened("m1/a")
    assert found["pages"]["m1/a"]["state"] == "done"
    assert found["last_page"] == "m1/a"


def test_a_page_can_be_forgotten(progress):
    progress.opened("m1/a")
    assert progress.change({"pages": {"m1/a": None, "m1/never": None}})["pages"] == {}


@pytest.mark.parametrize(
    ("changes", "words"),
    [
        ({"level": 5}, "level: 5 is none of"),
        ({"level": "2"}, "level"),
        ({"pages": {"m1/a": {"state": "finished"}}}, "pages.m1/a.state"),
        ({"pages": {"m1/a": "done"}}, "pages.m1/a"),
        ({"pages": []}, "must be an object"),
        ({"colour": 1}, "colour: is no field"),
        ({"pages": {"nowhere": {"state": "done"}}}, "nowhere"),
        ({"pages": {"\ud800": {"state": "done"}}}, "pages"),
        ([], "must be an object"),
    ],
)
def test_what_makes_no_sense_is_refused_and_nothing_changes(progress, changes, words):
    progress.change({"level": 2})
    before = progress.file.read_bytes()
    with pytest.raises(ProgressError, match=words):
        progress.change(changes)
    assert progress.file.read_bytes() == before


@pytest.mark.parametrize("broken", [b"{", b"\xff\xfe", b"[]", b'{"pages": 9}', b""])
def test_a_broken_file_is_put_aside_not_written_over(progress, broken):
    progress.change({"level": 2})
    progress.file.write_bytes(broken)
    assert progress.read()["level"] == 1
    assert progress.file.read_bytes() == broken, "reading changes nothing"
    progress.change({"level": 4})
    (aside,) = progress.file.parent.glob("progress.broken-*.json")
    assert aside.read_bytes() == broken
    assert progress.read()["level"] == 4


def test_many_at_once_lose_nothing(progress):
    def note(i):
        progress.change({"pages": {f"m1/p{i}": {"state": "done"}}})

    threads = [threading.Thread(target=note, args=(i,)) for i in range(16)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert len(progress.read()["pages"]) == 16


def test_a_full_disk_leaves_the_old_state(progress, monkeypatch):
    progress.change({"level": 2})

    def full(_):
        raise OSError(28, "No space left on device")

    monkeypatch.setattr("os.fsync", full)
    with pytest.raises(NotKeptError, match=r"can't be saved in .*progress\.json: the disk is full; delete something"):
        progress.change({"level": 3})
    monkeypatch.undo()
    assert json.loads(progress.file.read_text())["level"] == 2
    found = sorted(p.name for p in progress.file.parent.iterdir())
    assert found == ["progress.json", "progress.lock"], "no half-written file is left"


def test_attempts_are_merged_and_none_forgets(progress):
    page = "m1/introduction-to-gpus"
    progress.change({"pages": {page: {"state": "started", "exercises": {"tiles": {"state": "tried", "tries": 1}}}}})
    progress.change({"pages": {page: {"state": "started", "exercises": {"halo": {"state": "solved", "tries": 2}}}}})
    kept = progress.change({"pages": {page: {"state": "done", "heading": "Work groups"}}})["pages"][page]
    assert {name: attempt["tries"] for name, attempt in kept["exercises"].items()} == {"tiles": 1, "halo": 2}
    assert (kept["state"], kept["heading"]) == ("done", "Work groups")
    kept = progress.change({"pages": {page: {"exercises": {"tiles": None}}}})["pages"][page]
    assert list(kept["exercises"]) == ["halo"]
    with pytest.raises(ProgressError, match="tries"):
        progress.change({"pages": {page: {"exercises": {"halo": {"state": "tried", "tries": 0}}}}})


def test_what_a_newer_version_wrote_stays_in_the_file_and_is_not_shown(progress):
    newer = {
        "format": 2,
        "level": 7,
        "specializations": ["deep-learning"],
        "additional_reading": True,
        "mood": {"today": "good"},
        "pages": {
            "m1/a": {"state": "reviewed", "notes": ["mine"], "heading": "Tiles"},
            "m1/b": {"state": "done", "exercises": {"tiles": {"state": "proved", "tries": 2}, "halo": {"tries": 1}}},
            "appendix/A": {"state": "done"},
        },
        "last_page": "m1/b",
    }
    progress.file.parent.mkdir()
    progress.file.write_text(json.dumps(newer))
    found = progress.read()
    assert list(faults(found, schema("progress"))) == []
    assert (found["level"], found["specializations"], found["last_page"]) == (1, ["deep-learning"], "m1/b")
    assert found["pages"]["m1/a"] == {"state": "started", "heading": "Tiles"}
    assert found["pages"]["m1/b"] == {"state": "done", "exercises": {}}

    progress.change({"additional_reading": False, "pages": {"m1/a": {"read": True}, "m1/b": {"heading": "Halo"}}})
    kept = json.loads(progress.file.read_text())
    assert (kept["format"], kept["level"], kept["mood"]) == (2, 7, {"today": "good"})
    assert kept["pages"]["appendix/A"] == {"state": "done"}
    a, b = kept["pages"]["m1/a"], kept["pages"]["m1/b"]
    assert (a["state"], a["notes"], a["read"]) == ("reviewed", ["mine"], True)
    assert (b["exercises"], b["heading"]) == (newer["pages"]["m1/b"]["exercises"], "Halo")
    assert list(progress.file.parent.glob("*broken*")) == []


def test_an_older_file_gets_the_defaults_of_what_it_lacks(progress):
    progress.file.parent.mkdir()
    progress.file.write_text('{"level": 3, "pages": {"m1/a": {"changed": "2026-01-01T10:00:00+00:00"}}}')
    found = progress.read()
    assert (found["level"], found["additional_reading"], found["last_page"]) == (3, False, None)
    assert found["pages"]["m1/a"]["state"] == "started"


def test_a_change_of_one_field_of_a_page_never_opened_starts_it(progress):
    assert progress.change({"pages": {"m1/a": {"heading": "Tiles"}}})["pages"]["m1/a"]["state"] == "started"
