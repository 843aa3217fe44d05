"""What the sandbox around a template shows."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from pathlib import Path

import pytest
from underhood_grading.sandbox import command, outside


def run(code: str, **kwargs) -> str:
    done = subprocess.run(command([sys.executable, "-c", code], **kwargs), capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr
    return done.stdout.strip()


def test_shows_python_and_nothing_of_the_teacher_s(available, tmp_path, monkeypatch) -> None:
    monkeypatch.setenv("A_SECRET", "a")
    monkeypatch.chdir(tmp_path)
    (tmp_path / "gradebook.db").write_text("")
    code = f"""
import json, os, sys
import importlib.util
import numpy, underhood_kernels
assert importlib.util.find_spec('underhood_course')
print(json.dumps([os.environ.get('A_SECRET'), os.path.exists({str(tmp_path)!r}), os.listdir('/tmp'),
    os.path.exists('/etc/shadow'), os.path.exists('/etc/hostname'), os.path.exists('/run'), os.path.exists('/home'),
    sorted(name for name in os.listdir('/proc') if name.isdigit())[:1], os.getuid() == 0,
    open('/etc/passwd').read()[:7]]))
"""
    assert json.loads(run(code)) == [None, False, [], False, False, False, False, ["1"], False, "student"]


def test_of_packages_installed_in_place_only_the_packages(available) -> None:
    folder = Path(outside.__file__).parents[3]
    if not (folder / "course" / "course.toml").is_file():
        pytest.skip("not a checkout")
    seen = run(f"import os; print(sorted(os.listdir({str(folder)!r})), os.listdir({str(folder / 'course')!r}))")
    assert "tests" not in seen
    assert seen.endswith("['underhood_course']")


def test_an_installed_course_is_hidden(tmp_path, monkeypatch) -> None:
    package = tmp_path / "underhood_course"
    (package / "content" / "m1").mkdir(parents=True)
    (package / "__init__.py").write_text("")
    monkeypatch.setattr(outside, "find_spec", lambda name: type("Found", (), {"origin": str(package / "__init__.py")}))
    line = command(["true"], readable=[tmp_path])
    shown, hidden = line.index(str(tmp_path)), line.index(str(package / "content"))
    assert line[hidden - 1] == "--tmpfs"
    assert hidden > shown


def test_what_is_readable_is_not_writable(available, tmp_path) -> None:
    shown = tmp_path / "shown"
    shown.mkdir()
    (shown / "data").write_text("42")
    (tmp_path / "beside").write_text("43")
    code = f"""
import os
print(open({str(shown / "data")!r}).read(), os.listdir({str(tmp_path)!r}))
try:
    open({str(shown / "data")!r}, 'w')
except OSError as error:
    print(error.strerror)
"""
    shown.chmod(0o755)
    assert run(code, readable=[shown]) == "42 ['shown']\nRead-only file system"


def test_environment(available) -> None:
    code = "import os; print(sorted(os.environ), os.environ['HOME'], os.environ['LANG'])"
    names = sorted({*outside.environment(Path("/tmp")), "PWD"})
    assert run(code) == f"{names} /tmp C.UTF-8"
    assert outside.environment(Path("/a/folder"))["HOME"] == "/a/folder"


def test_descriptors_are_inherited(available) -> None:
    reading, writing = os.pipe()
    line = command([sys.executable, "-c", f"import os; os.write({writing}, b'here')"])
    subprocess.run(line, pass_fds=[writing], check=True)
    assert os.read(reading, 10) == b"here"
    os.close(reading)
    os.close(writing)


@pytest.mark.parametrize("folder", ["/", "/tmp", "/proc", "/student", "/student/x"])
def test_what_it_needs_itself_can_not_be_shown(folder) -> None:
    with pytest.raises(ValueError, match="can't be shown"):
        command(["true"], readable=[Path(folder)])


def test_ends_with_who_started_it(available) -> None:
    line = command(["sh", "-c", "echo started; sleep 60"])
    starter = f"import subprocess, time; subprocess.Popen({line!r}); time.sleep(60)"
    with subprocess.Popen([sys.executable, "-c", starter], stdout=subprocess.PIPE) as process:
        assert process.stdout.readline() == b"started\n"
        process.kill()
        assert process.stdout.read() == b""  # until nobody has its other end


def test_the_home_is_never_shown_with_python(monkeypatch, tmp_path) -> None:
    monkeypatch.setenv("HOME", str(tmp_path / "home"))
    monkeypatch.setattr(sys, "prefix", str(tmp_path))
    with pytest.raises(ValueError, match="without the home folder"):
        command(["true"])
