"""Going into the sandbox from outside."""

from __future__ import annotations

import json
import os
import subprocess
import sys
import time
from pathlib import Path

import pytest
from underhood_grading.sandbox import Held, environment

ENTER = "import json, os, sys\nfrom underhood_grading.sandbox import enter\nenter(*{})\n"


def start(held, code, home, **options):
    """Start Python as templates are started, to run code once it has entered."""
    process = subprocess.Popen(
        [sys.executable, "-c", ENTER.format(held.descriptors) + code],
        executable=held.executable,
        pass_fds=held.descriptors,
        env=environment(home),
        stdout=subprocess.PIPE,
        text=True,
        **options,
    )
    held.let_go()
    return process


@pytest.fixture
def enter(available, tmp_path):
    """Run code in a sandbox that it enters, and return what it prints."""

    def enter(code: str) -> str:
        held = Held(environment={**os.environ, "A_SECRET": "a-secret-of-the-teacher"})
        with start(held, code, tmp_path) as process:
            said = process.stdout.read()
        assert process.returncode == 0
        held.process.wait(10)  # whoever was in it has ended
        return said.strip()

    return enter


def test_there_are_no_rights_and_nobody_else(enter) -> None:
    code = """
status = dict(line.split(":", 1) for line in open("/proc/self/status").read().splitlines())
print(json.dumps([
    {status[name].strip() for name in ("CapInh", "CapPrm", "CapEff", "CapBnd", "CapAmb")} == {"0" * 16},
    status["NoNewPrivs"].strip(),
    os.getuid() == 0 or os.getgid() == 0,
    len([name for name in os.listdir("/proc") if name.isdigit()]) <= 3,
    os.path.exists("/home"), os.path.exists("/etc/shadow"), os.listdir("/tmp"), os.getcwd(),
    sys.dont_write_bytecode,
]))
"""
    assert json.loads(enter(code)) == [True, "1", False, True, False, False, [], "/tmp", True]


def test_all_its_namespaces_are_others(enter) -> None:
    code = "print(json.dumps({name: os.stat(f'/proc/self/ns/{name}').st_ino for name in os.listdir('/proc/self/ns')}))"
    inside = json.loads(enter(code))
    same = {name for name, number in inside.items() if Path(f"/proc/self/ns/{name}").stat().st_ino == number}
    expected = {"time", "time_for_children"}
    if os.geteuid() == 0:
        expected.add("user")  # whose rights it has not
    assert same - {"cgroup"} == expected


def test_the_environment_is_the_small_one(enter) -> None:
    names = sorted({*environment(Path("/tmp")), "PYTHONDONTWRITEBYTECODE"})
    assert enter("print(sorted(set(os.environ) - {'LC_CTYPE'}), os.environ['HOME'])") == f"{names} /tmp"


def test_nothing_of_the_teacher_s_environment_is_in_memory(enter) -> None:
    code = """
import re
found = False
for line in open("/proc/self/maps"):
    where, rights, *_ = line.split()
    if rights[0] == "r" and "[v" not in line:
        start, end = (int(one, 16) for one in where.split("-"))
        with open("/proc/self/mem", "rb", buffering=0) as memory:
            memory.seek(start)
            try:
                found = found or bool(re.search(rb"a-secret[-]of-the", memory.read(end - start)))
            except OSError:
                pass
print(found, b"a-sec" in open("/proc/self/environ", "rb").read())
"""
    assert enter(code) == "False False"


def test_the_program_that_it_runs_is_the_sandboxs(enter) -> None:
    code = """
import errno
def refused(call, *arguments):
    try:
        call("/proc/self/exe", *arguments)
    except OSError as error:
        return errno.errorcode[error.errno]
print(refused(os.chmod, 0o755), refused(os.utime, (0, 0)), os.readlink("/proc/self/exe"))
"""
    program = os.path.realpath(sys.executable)
    assert enter(code) == f"EROFS EROFS {program}"  # also for who owns it


def test_memory_is_not_shared_with_who_is_outside(available, tmp_path) -> None:
    held = Held()
    code = """
import mmap
memory = mmap.mmap(-1, 8192)
memory[:5] = b"first"
if os.fork() == 0:
    enter(*{descriptors})
    before = bytes(memory[:5])
    memory[:5] = b"other"
    print(before, bytes(memory[:5]), flush=True)
    os._exit(0)
os.wait()
sys.stdin.read()
print(bytes(memory[:5]))
""".replace("{descriptors}", str(held.descriptors))
    with subprocess.Popen(
        [sys.executable, "-c", "import os, sys\nfrom underhood_grading.sandbox import enter\n" + code],
        executable=held.executable,
        pass_fds=held.descriptors,
        env=environment(tmp_path),
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        text=True,
    ) as process:
        held.let_go()
        assert process.stdout.readline() == "b'first' b'other'\n"
        process.stdin.close()
        assert process.stdout.readline() == "b'first'\n"
    held.process.wait(10)


def test_it_lasts_as_long_as_somebody_is_in_it(available, tmp_path) -> None:
    held = Held()
    code = "print('in', flush=True)\nsys.stdin.read()"
    with start(held, code, tmp_path, stdin=subprocess.PIPE) as process:
        assert process.stdout.readline() == "in\n"
        assert process.wait(10) == 0  # the first of the two; a fork of it is in the sandbox
        time.sleep(0.1)
        assert held.process.poll() is None
        process.stdin.close()
        held.process.wait(10)


def test_a_sandbox_that_is_gone_takes_its_process_along(available, tmp_path) -> None:
    with Held() as held, start(held, "import time\nprint('in', flush=True)\ntime.sleep(60)", tmp_path) as process:
        assert process.stdout.readline() == "in\n"
        held.end()
        assert process.stdout.read() == ""  # until nobody has its other end


def descriptors():
    return {file.name for file in Path("/proc/self/fd").iterdir()}


@pytest.mark.parametrize(
    ("script", "words"),
    [
        ("echo 'bwrap: No permissions' >&2; exit 1", "bwrap: No permissions"),
        ("exit 1", "bubblewrap said nothing"),
        # One that makes no namespaces at all: nobody may go on as if it had.
        (
            "echo '{\"child-pid\": '$$'}' >&$2; exec sh -c 'echo ready; exec cat'",
            "bubblewrap made no namespaces for: ipc",
        ),
    ],
)
def test_where_there_is_no_sandbox_it_is_said_and_nothing_is_left(tmp_path, monkeypatch, script, words) -> None:
    fake = tmp_path / "bwrap"
    fake.write_text(f"#!/bin/bash\n{script}\n")
    fake.chmod(0o755)
    monkeypatch.setenv("PATH", f"{tmp_path}:/usr/bin:/bin")
    before = descriptors()
    with pytest.raises(OSError, match=words):
        Held()
    assert descriptors() == before


def test_what_the_kernel_refuses_is_said() -> None:
    code = "import os\nfrom underhood_grading.sandbox import enter\nenter(os.open('/dev/null', 0), 0)\nprint('on')"
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=False)
    assert done.returncode == 1
    assert done.stdout == ""
    assert done.stderr.startswith("the sandbox can't be entered: ")
