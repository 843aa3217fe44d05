"""What a student's copy says before it is handed in: parts, order of running, files that are gone or broken."""

from __future__ import annotations

import hashlib
import json
import shutil
import time

import nbformat
import watchfiles
from underhood_grading import teach
from underhood_grading.student import (
    Watch,
    copy_of,
    look,
    mounts,
    note_opened,
    watching,
    work_of,
    write_check,
    write_receipt,
)

from .conftest import DOUBLE

STATE = ".underhood"


def written(state) -> dict:
    return {part["name"]: part["work"] for part in state["parts"]}


def change(file, **sources: str) -> None:
    notebook = nbformat.read(file, 4)
    for cell in notebook.cells:
        cell.source = sources.get(cell.metadata.nbgrader.grade_id, cell.source)
    nbformat.write(notebook, file)


def test_parts_untouched_begun_and_written(classroom, desk) -> None:
    one = desk(classroom.course.exchange)
    one.manager.fetch_assignment("underhood", "sums")
    assert written(one.sums()) == {"double": "untouched", "sum": "untouched", "shader": "untouched"}
    file = one.folder / "sums" / "sums.ipynb"
    change(file, double=DOUBLE)
    assert written(one.sums()) == {"double": "written", "sum": "untouched", "shader": "untouched"}


def test_a_run_in_order_from_a_fresh_kernel_shows_in_the_counts(classroom, desk) -> None:
    one = desk(classroom.course.exchange)
    one.manager.fetch_assignment("underhood", "sums")
    assert one.sums()["work"] == {"problems": [], "ran": False, "checked": False}
    file = one.folder / "sums" / "sums.ipynb"
    for counts, ran in (([1, 2, 3, 4, 5, 6], True), ([1, 2, 3, 4, 6, 5], False), ([2, 3, 4, 5, 6, 7], False)):
        notebook = json.loads(file.read_text())
        for cell, count in zip([one for one in notebook["cells"] if one["cell_type"] == "code"], counts, strict=True):
            cell["execution_count"] = count
        file.write_text(json.dumps(notebook))
        assert one.sums()["work"]["ran"] is ran, counts


def test_a_check_is_about_one_version(classroom, desk) -> None:
    one = desk(classroom.course.exchange)
    one.manager.fetch_assignment("underhood", "sums")
    listing = look(one.manager, "underhood")
    work = work_of(one.folder, listing, "sums")
    nothing = {"type_changed": [], "changed": [], "failed": []}
    check = {"version": work.version, "time": "2026-11-20T12:00:00+00:00", "problem": None, **nothing}
    write_check(one.folder / STATE, "sums", check)
    now = one.sums()
    assert (now["work"]["checked"], now["check"]) == (True, check)
    file = one.folder / "sums" / "sums.ipynb"
    notebook = json.loads(file.read_text())
    notebook["cells"][1]["outputs"] = [{"output_type": "stream", "name": "stdout", "text": "run"}]
    file.write_text(json.dumps(notebook))
    assert one.sums()["work"]["checked"] is True, "outputs are no other version"
    change(file, double=DOUBLE)
    assert one.sums()["work"]["checked"] is False


def test_files_that_are_gone_renamed_or_no_notebooks_are_said_in_place(classroom, desk) -> None:
    one = desk(classroom.course.exchange)
    one.manager.fetch_assignment("underhood", "sums")
    file = one.folder / "sums" / "sums.ipynb"
    original = file.read_bytes()
    for content, words in (
        (b"{", "it is not JSON"),
        (b"\xff\xfe", "it is not UTF-8"),
        (b"[]", "it has no cells"),
        (b'{"cells": [7]}', "it has no cells"),
        (b"[" * 100_000, "it is not JSON"),
    ):
        file.write_bytes(content)
        assert words in one.sums()["work"]["problems"][0]
    file.write_bytes(original)
    file.rename(file.with_name("mine.ipynb"))
    now = one.sums()
    assert "Was it renamed to mine.ipynb?" in now["work"]["problems"][0]
    assert now["path"] == "sums/mine.ipynb"
    file.with_name("mine.ipynb").unlink()
    assert "Fetch puts it back" in (one.sums()["work"] or {"problems": ["Fetch puts it back"]})["problems"][0]
    # Fetching again puts back what is missing and nothing else.
    (one.folder / "sums" / "notes.txt").write_text("mine")
    assert one.manager.fetch_assignment("underhood", "sums")["success"]
    assert file.is_file()
    assert (one.folder / "sums" / "notes.txt").read_text() == "mine"
    shutil.rmtree(one.folder / "sums")
    assert (one.sums()["state"], one.sums()["work"]) == ("released", None)


def test_a_cell_may_say_anything(classroom, desk) -> None:
    one = desk(classroom.course.exchange)
    one.manager.fetch_assignment("underhood", "sums")
    file = one.folder / "sums" / "sums.ipynb"
    notebook = json.loads(file.read_text())
    marks = [
        None,
        7,
        {},
        {"nbgrader": 7},
        {"nbgrader": {"grade_id": 7}},
        {"nbgrader": {"grade_id": "x", "grade": True}},
    ]
    notebook["cells"] += [{"cell_type": "code", "metadata": one, "source": [1, None]} for one in marks]
    notebook["cells"] += [{}, {"source": {"a": 1}, "execution_count": "x"}]
    file.write_text(json.dumps(notebook))
    assert written(one.sums())["double"] == "untouched"


def test_receipts_are_of_what_nbgrader_took_and_stay(classroom, desk) -> None:
    one = desk(classroom.course.exchange)
    one.manager.fetch_assignment("underhood", "sums")
    one.manager.submit_assignment("underhood", "sums")
    listing = look(one.manager, "underhood")
    submission = listing.submitted["sums"][0]
    state = one.folder / STATE
    receipt = write_receipt(state, submission, title="Sums", student="ada", due=None)
    file = one.folder / "sums" / "sums.ipynb"
    sums = {entry["name"]: entry["sha256"] for entry in receipt["files"]}
    assert sums["sums.ipynb"] == hashlib.sha256(file.read_bytes()).hexdigest()
    assert "submission_secret.txt" not in sums
    assert receipt["timestamp"] == submission["timestamp"]
    now = one.sums()
    assert now["submissions"][0]["receipt"] == receipt
    assert write_receipt(state, submission, title="other", student="eve", due=None) == receipt
    kept = next((state / "receipts" / "sums").iterdir())
    kept.write_text('{"handin": 7}')
    assert one.sums()["submissions"][0]["receipt"] is None


def test_an_earlier_submission_can_be_opened_as_it_was(classroom, desk) -> None:
    one = desk(classroom.course.exchange)
    one.manager.fetch_assignment("underhood", "sums")
    one.manager.submit_assignment("underhood", "sums")
    file = one.folder / "sums" / "sums.ipynb"
    before = file.read_bytes()
    change(file, double=DOUBLE)
    one.manager.submit_assignment("underhood", "sums")
    listing = look(one.manager, "underhood")
    assert [entry["id"] for entry in one.sums()["submissions"]] == [
        entry["timestamp"] for entry in listing.submitted["sums"]
    ]
    path = one.folder / copy_of(one.folder, listing.submitted["sums"][1])
    assert path.read_bytes() == before
    assert not (path.parent / "submission_secret.txt").exists()
    path.write_text("mine now")
    assert copy_of(one.folder, listing.submitted["sums"][1]) == path.relative_to(one.folder).as_posix()
    assert path.read_text() == "mine now"


def test_feedback_is_new_until_it_is_opened_and_again_when_it_changes(classroom, desk) -> None:
    course = classroom.course
    one = desk(course.exchange)
    one.manager.fetch_assignment("underhood", "sums")
    one.manager.submit_assignment("underhood", "sums")
    teach.collect(course, "sums")
    teach.grade(course, "sums")
    student = course.collected("sums")[0]
    with course.gradebook() as gradebook:
        comment = gradebook.find_comment("double", "sums", "sums", student)
        comment.manual_comment = "Nearly. <b>Look</b> at negative numbers."
        gradebook.db.commit()
    teach.feedback(course, "sums")
    assert (one.sums()["feedback"], one.sums()["feedback_new"]) == ("ready", True)
    one.manager.fetch_feedback("underhood", "sums")
    now = one.sums()
    assert (now["feedback"], now["feedback_new"]) == ("fetched", True)
    assert now["comments"] == [{"part": "double", "cell": "double", "text": "Nearly. <b>Look</b> at negative numbers."}]
    (page,) = (one.folder / path for path in now["feedback_paths"])
    note_opened(one.folder / STATE, "sums", [page])
    assert one.sums()["feedback_new"] is False
    page.write_text(page.read_text() + " ")
    assert one.sums()["feedback_new"] is True


def test_changes_are_noticed_and_a_folder_made_anew_is_watched_anew(tmp_path) -> None:
    folder = tmp_path / "outbound"
    folder.mkdir()
    noticed: list[float] = []
    watch = Watch(lambda: noticed.append(time.monotonic()))
    try:
        for _ in range(2):
            watch.arm([folder, tmp_path / "nowhere"])
            time.sleep(0.5)
            noticed.clear()
            (folder / ".changed").touch()
            wait_for(lambda: noticed)
            folder.rename(tmp_path / f"old-{time.monotonic_ns()}")
            folder.mkdir()
        assert watch.problem is None
    finally:
        watch.stop()


def mounted(monkeypatch, tmp_path, *lines):
    table = tmp_path / "mountinfo"
    table.write_text("27 1 254:0 / / rw,relatime - ext4 /dev/vda rw\n" + "".join(f"{line}\n" for line in lines))
    monkeypatch.setattr(mounts, "MOUNTS", table)


def test_which_folders_are_on_another_machine(tmp_path, monkeypatch) -> None:
    exchange = tmp_path / "the exchange"
    exchange.mkdir()
    place = str(exchange).replace(" ", "\\040")
    assert mounts.is_remote(exchange) is False
    for kind in ("nfs4", "cifs", "fuse.sshfs", "9p", "lustre", "beegfs"):
        mounted(monkeypatch, tmp_path, f"90 27 0:70 / {place} rw shared:1 - {kind} server:/exchange rw")
        assert mounts.is_remote(exchange / "underhood" / "outbound") is True
        assert mounts.is_remote(tmp_path) is False
    mounted(
        monkeypatch, tmp_path, f"90 27 0:70 / {place} rw - nfs s:/ rw", f"91 90 0:71 / {place} rw - tmpfs t rw", "x"
    )
    assert mounts.is_remote(exchange) is False, "something was mounted over it"
    monkeypatch.setattr(mounts, "MOUNTS", tmp_path / "none")
    assert mounts.is_remote(exchange) is False


def test_a_folder_on_another_machine_is_looked_at_from_time_to_time(tmp_path, monkeypatch) -> None:
    remote, own = tmp_path / "remote", tmp_path / "own"
    remote.mkdir()
    own.mkdir()
    mounted(monkeypatch, tmp_path, f"90 27 0:70 / {remote} rw - nfs4 server:/exchange rw")
    monkeypatch.setattr(watching, "_LOOK", 100)
    asked = []
    real = watchfiles.watch

    def watch_(*folders, **options):
        asked.append((folders, options["force_polling"]))
        return real(*folders, **options)

    monkeypatch.setattr("watchfiles.watch", watch_)
    noticed: list[float] = []
    watch = Watch(lambda: noticed.append(1))
    try:
        watch.arm([own, remote])
        wait_for(lambda: len(asked) == 2)
        assert sorted(asked, key=str) == [((own,), None), ((remote,), True)]
        for folder in (remote, own):
            time.sleep(1)
            noticed.clear()
            (folder / ".changed").touch()
            wait_for(lambda: noticed)
        assert watch.problem is None
    finally:
        watch.stop()


def test_where_watching_fails_it_is_said(tmp_path, monkeypatch) -> None:
    def refuse(*_args, **_options):
        raise OSError(28, "inotify watch limit reached")

    monkeypatch.setattr("watchfiles.watch", refuse)
    told = []
    watch = Watch(lambda: told.append(1))
    watch.arm([tmp_path])
    wait_for(lambda: told)
    assert watch.problem == (
        "Changes are not noticed by themselves here ([Errno 28] inotify watch limit reached); use Refresh."
    )
    watch.stop()


def wait_for(condition, seconds: float = 15) -> None:
    end = time.monotonic() + seconds
    while not condition():
        assert time.monotonic() < end
        time.sleep(0.05)
