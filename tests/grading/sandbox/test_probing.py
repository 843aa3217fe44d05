"""The probe of what isolation there is."""

from __future__ import annotations

import subprocess
import sys

import pytest
from underhood_grading import sandbox
from underhood_grading.sandbox import probing


def test_tells_what_there_is() -> None:
    found = sandbox.probe()
    assert found.reason
    assert found.available == (found.user_namespaces or found.bubblewrap)
    assert bool(found.cure) != found.available
    if found.user_namespaces:
        done = subprocess.run(["unshare", "-Urpfmn", "id", "-u"], capture_output=True, text=True, check=True)
        assert done.stdout == "0\n"


def test_says_what_to_do_where_there_is_none(monkeypatch) -> None:
    monkeypatch.setattr(probing, "_runs", lambda *command: False)
    found = sandbox.probe()
    assert not found.available
    assert found.cure


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
    monkeypatch.setattr(probing, "_runs", lambda *command: False)
    monkeypatch.setattr(probing, "_setting", lambda asked: value if asked == file else "")
    assert words in sandbox.probe().cure


def test_other_systems_have_none(monkeypatch) -> None:
    monkeypatch.setattr(sys, "platform", "darwin")
    assert not sandbox.probe().available
