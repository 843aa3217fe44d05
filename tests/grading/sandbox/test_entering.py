"""Going into the sandbox from outside."""

from __future__ import annotations

import json
import os
import subprocess
import sys
import time
from pathlib import Path

import pytest
from underhood_grading.sandbox import environment, hold

ENTER = "import json, os, sys\nfrom underhood_grading.sandbox import enter, holder_in\nenter(holder_in({}))\n"


@pytest.fixture
def enter(available, tmp_path):
    """Run code in a sandbox that it enters, and return what it prints."""

    def enter(code: str) -> str:
        held = hold(None, environment={**os.environ, "A_SECRET": "a-secret-of-the-teacher"})
        done = subprocess.run(
            [sys.executable, "-c", ENTER.format(held.descriptors[0]) + code],
            pass_fds=held.descriptors,
            env=environment(tmp_path),
            stdout=subprocess.PIPE,
            text=True,
            check=True,
        )
        held.close()
        held.process.wait(10)  # whoever was in it has ended
        return done.stdout.strip()

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


def test_it_lasts_as_long_as_somebody_is_in_it(available, tmp_path) -> None:
    held = hold(None)
    code = ENTER.format(held.descriptors[0]) + "print('in', flush=True)\nsys.stdin.read()"
    with subprocess.Popen(
        [sys.executable, "-c", code],
        pass_fds=held.descriptors,
        env=environment(tmp_path),
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
    ) as process:
        held.close()
        assert process.stdout.readline() == b"in\n"
        assert process.wait(10) == 0  # the first of the two; a fork of it is in the sandbox
        time.sleep(0.1)
        assert held.process.poll() is None
        process.stdin.close()
        held.process.wait(10)


def test_a_sandbox_that_is_gone_takes_its_process_along(available, tmp_path) -> None:
    held = hold(None)
    code = ENTER.format(held.descriptors[0]) + "import time\nprint('in', flush=True)\ntime.sleep(60)"
    with subprocess.Popen(
        [sys.executable, "-c", code], pass_fds=held.descriptors, env=environment(tmp_path), stdout=subprocess.PIPE
    ) as process:
        held.close()
        assert process.stdout.readline() == b"in\n"
        held.process.kill()
        held.process.wait(10)
        assert process.stdout.read() == b""  # until nobody has its other end


def test_where_none_was_made_nobody_goes_on(tmp_path) -> None:
    ready, said = os.pipe()
    os.close(said)
    done = subprocess.run(
        [sys.executable, "-c", ENTER.format(ready) + "print('on')"], pass_fds=[ready], capture_output=True, check=False
    )
    os.close(ready)
    assert (done.returncode, done.stdout, done.stderr) == (1, b"", b"")


def test_what_the_kernel_refuses_is_said(tmp_path) -> None:
    code = "from underhood_grading.sandbox import enter\nenter(999999999)\nprint('on')"
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=False)
    assert done.returncode == 1
    assert done.stdout == ""
    assert done.stderr.startswith("the sandbox can't be entered: ")
