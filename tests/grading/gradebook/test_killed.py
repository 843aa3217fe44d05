"""A writer killed before each change that it makes: nothing is torn, and a rerun completes."""

from __future__ import annotations

import os
import signal
import sys
from dataclasses import replace

from underhood_grading.gradebook import Writer

CHANGES = ("mkdir", "open", "fchmod", "fsync", "rename", "unlink", "rmdir", "execute", "executemany", "commit")

EACH = int(os.environ.get("UNDERHOOD_KILL_EACH", "3"))
"""Only each third change, to be quick; 1 tries them all."""


class Killer:
    """Counts the changes to files and database, and kills the process before one of them."""

    def __init__(self, at: int) -> None:
        self.left = at

    def __call__(self, _frame: object, kind: str, called: object) -> None:
        if kind == "c_call" and called.__name__ in CHANGES:
            self.left -= 1
            if self.left == 0:
                os.kill(os.getpid(), signal.SIGKILL)


def killed(work, at: int) -> bool:
    """Do something in a process of its own, killed before its change number `at`; say if it got that far."""
    child = os.fork()
    if child == 0:
        sys.setprofile(Killer(at))
        work()
        sys.setprofile(None)
        os._exit(0)
    _, status = os.waitpid(child, 0)
    assert status in (0, signal.SIGKILL)
    return status == signal.SIGKILL


def generation(desk, number: int):
    """A grading whose every score and file tells its number."""
    result = desk.result("ada", test_double=number / 100, test_sum=number / 100, test_shader=number / 100)
    notebook = {**result.notebooks[0].notebook, "metadata": {"generation": number}}
    files = {name: str(number).encode() for name in result.files}
    return replace(result, notebooks=(replace(result.notebooks[0], notebook=notebook),), files=files)


def in_rows(desk) -> int | None:
    """The grading that the rows are of, all of them."""
    scores = {score for score, _ in desk.points().values()}
    assert len(scores) == 1
    score = scores.pop()
    return None if score is None else round(score * 100)


def in_folder(desk) -> int | None:
    """The grading that the folder is of, the whole folder."""
    if not desk.folder().exists():
        return None
    names = ("timestamp.txt", "submission_secret.txt", "data/a.csv")
    found = {int((desk.folder() / name).read_text()) for name in names}
    assert f'"generation": {found.copy().pop()}' in (desk.folder() / "sums.ipynb").read_text()
    assert len(found) == 1
    return found.pop()


def is_finished(desk) -> bool:
    with Writer(desk.course.root, desk.db_url, desk.course.course_id) as writer:
        return "ada" not in writer.unfinished("sums")


def store(desk, number: int) -> None:
    with Writer(desk.course.root, desk.db_url, desk.course.course_id) as writer:
        writer.store(generation(desk, number))


def test_storing(desk) -> None:
    store(desk, 0)
    result = generation(desk, 1)
    seen = set()
    at = 1
    with Writer(desk.course.root, desk.db_url, desk.course.course_id) as writer:
        while killed(lambda: writer.store(result), at):
            state = (in_rows(desk), in_folder(desk))
            seen.add(state)
            assert state[0] == state[1] or not is_finished(desk), f"torn unseen at change {at}: {state}"
            store(desk, 0)
            assert (in_rows(desk), in_folder(desk)) == (0, 0)
            assert is_finished(desk)
            assert [path.name for path in desk.folder().parent.iterdir()] == ["sums"]
            at += EACH
    assert {(0, 0), (1, 1)} <= seen
    assert (in_rows(desk), in_folder(desk)) == (1, 1)


def test_taking_back(desk) -> None:
    store(desk, 1)
    at = 1
    with Writer(desk.course.root, desk.db_url, desk.course.course_id) as writer:
        while killed(lambda: writer.take_back("sums", "ada"), at):
            state = (in_rows(desk), in_folder(desk) if is_finished(desk) else "unknown")
            assert state in ((1, 1), (None, None), (1, "unknown"), (None, "unknown"))
            store(desk, 1)
            at += EACH
    assert (in_rows(desk), in_folder(desk)) == (None, None)
