"""The probe of what isolation there is."""

from __future__ import annotations

import os
import shutil
import stat
import subprocess
import sys
import sysconfig
import tempfile
from pathlib import Path

import pytest
from underhood_grading.sandbox import probe, probing, trial
from underhood_grading.sandbox.escapes import ATTEMPTS, escaped
from underhood_grading.sandbox.trial import Trial


def test_tells_what_there_is() -> None:
    found = probe()
    assert found.reason
    assert bool(found.cure) != found.available
    if found.available:
        assert found.bubblewrap
        assert found.user_namespaces
        assert "could not get out" in found.reason


def test_leaves_nothing_behind(available) -> None:
    home = Path.home()
    before = set(home.iterdir())
    probe()
    assert set(home.iterdir()) == before


def test_a_home_with_a_long_path_is_no_hindrance(available, tmp_path, monkeypatch) -> None:
    home = tmp_path / ("long" * 25)
    home.mkdir(parents=True)
    monkeypatch.setenv("HOME", str(home))
    monkeypatch.setattr(tempfile, "tempdir", str(home))
    found = probing._trial(probing._start)
    assert (found.broken, found.escapes) == ("", [])


def test_works_for_who_is_not_root(available, tmp_path) -> None:
    system = Path("/usr/bin/python3").resolve()
    if os.geteuid() != 0 or system.name != f"python3.{sys.version_info.minor}" or not shutil.which("setpriv"):
        pytest.skip("not root, or the system's Python is another one")
    # An environment that others may read: with the system's Python, and the packages of this one.
    for folder in (tmp_path, *tmp_path.parents):
        if folder.stat().st_uid == 0 and folder != Path("/") and folder != Path("/tmp"):
            folder.chmod(folder.stat().st_mode | stat.S_IXOTH | stat.S_IROTH)
    subprocess.run([system, "-m", "venv", "--without-pip", tmp_path / "venv"], check=True)
    home = tmp_path / "home"
    home.mkdir()
    home.chmod(0o777)
    here = Path(sysconfig.get_path("purelib"))
    places = [Path(path) for file in here.glob("*.pth") for path in file.read_text().splitlines() if path[:1] == "/"]
    packages = next((tmp_path / "venv" / "lib").glob("python3*/site-packages"))
    (packages / "here.pth").write_text("\n".join(map(str, [here, *places])) + "\n")
    if not os.access(here, os.R_OK):
        pytest.skip("this environment can't be read by others")
    done = subprocess.run(
        [
            *("setpriv", "--reuid=4321", "--regid=4321", "--clear-groups", tmp_path / "venv/bin/python", "-c"),
            "from underhood_grading.sandbox import probe; found = probe(); print(found.available, found.reason)",
        ],
        env={"HOME": str(home), "PATH": "/usr/bin:/bin"},
        capture_output=True,
        text=True,
        check=False,
    )
    if "Permission denied" in done.stderr:
        pytest.skip("this environment can't be read by others")
    assert done.stdout.startswith("True "), done.stdout + done.stderr


def test_an_escape_makes_it_unavailable() -> None:
    found = probe(lambda bait: Trial("", ["read the teacher's files", "become root"], 7))
    assert not found.available
    assert found.reason == "in the sandbox one can still read the teacher's files, become root"
    assert found.cure


@pytest.mark.parametrize(
    ("broken", "cure"),
    [
        ("Unable to find libseccomp", "sudo apt-get install libseccomp2"),
        (f"{trial.UNREADABLE}: Permission denied", "let others read Python"),
    ],
)
def test_work_that_fails_makes_it_unavailable(broken, cure, monkeypatch) -> None:
    monkeypatch.setattr(os, "geteuid", lambda: 0)
    found = probe(lambda bait: Trial(broken, [], 7))
    assert not found.available
    assert found.reason == broken
    assert cure in found.cure


def test_what_reaches_the_bait_is_found(available, monkeypatch) -> None:
    # Who is asked runs outside: it gets through to nearly everything.
    def outside(bait):
        return Trial("", escaped(bait), 7)

    monkeypatch.setitem(ATTEMPTS, "live on after its end", lambda bait: False)
    for name in (
        "trace processes",
        "mount file systems",
        "make namespaces",
        "become root",
        "change the kernel's settings",
    ):
        monkeypatch.setitem(ATTEMPTS, name, lambda bait: False)  # this process would be changed
    found = probe(outside)
    for what in ("own network", "abstract socket", "teacher's files", "teacher's processes"):
        assert what in found.reason


def test_what_bubblewrap_says_is_the_reason(tmp_path, monkeypatch) -> None:
    fake = tmp_path / "bwrap"
    fake.write_text("#!/bin/sh\necho 'bwrap: No permissions to create new namespace' >&2\nexit 1\n")
    fake.chmod(0o755)
    monkeypatch.setenv("PATH", f"{tmp_path}:/usr/bin:/bin")
    found = probe()
    assert found.reason == "this machine allows no sandbox: bwrap: No permissions to create new namespace"


def test_where_nobody_can_be_asked_somebody_is_started(available) -> None:
    def nobody(bait):
        raise OSError("it ended")

    assert probe(nobody).available


def test_a_bubblewrap_that_is_root_is_named(tmp_path, monkeypatch) -> None:
    fake = tmp_path / "bwrap"
    fake.write_text("#!/bin/sh\nexit 1\n")
    fake.chmod(0o4755)
    monkeypatch.setenv("PATH", f"{tmp_path}:/usr/bin:/bin")
    assert probe().cure.endswith(f"chmod u-s {fake}")


def test_names_the_package(monkeypatch) -> None:
    monkeypatch.setenv("PATH", "/nowhere")
    found = probe()
    assert (found.available, found.reason) == (False, "bubblewrap is not installed")
    assert found.cure == "sudo apt-get install bubblewrap"


@pytest.mark.parametrize(
    ("file", "value", "words"),
    [
        ("/proc/sys/kernel/apparmor_restrict_unprivileged_userns", "1", "AppArmor"),
        ("/proc/sys/kernel/unprivileged_userns_clone", "0", "unprivileged_userns_clone=1"),
        ("/proc/sys/user/max_user_namespaces", "0", "max_user_namespaces"),
        ("", "", "container"),
    ],
)
def test_names_the_setting(monkeypatch, file, value, words) -> None:
    monkeypatch.setattr(shutil, "which", lambda name: f"/usr/bin/{name}")
    monkeypatch.setattr(probing, "_setting", lambda asked: value if asked == file else "")

    def fails(bait):
        raise OSError("no permission")

    monkeypatch.setattr(probing, "_start", fails)
    found = probe(fails)
    assert "no permission" in found.reason
    assert words in found.cure


def test_other_systems_have_none(monkeypatch) -> None:
    monkeypatch.setattr(sys, "platform", "darwin")
    assert not probe().available
