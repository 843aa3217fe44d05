"""Attempts to get out: each fails in the sandbox, and works where there is none, so its failing means something."""

from __future__ import annotations

import json
import os
import socket
import subprocess
import sys
from dataclasses import asdict
from pathlib import Path

import pytest
from underhood_grading.sandbox.escapes import ATTEMPTS, Bait


@pytest.fixture
def bait(tmp_path):
    (tmp_path / "secret").write_text("secret")
    with (
        socket.create_server(("127.0.0.1", 0)) as server,
        socket.socket(socket.AF_UNIX) as abstract,
        socket.socket(socket.AF_UNIX) as unix,
    ):
        abstract.bind(f"\0{tmp_path}")
        abstract.listen()
        unix.bind(str(tmp_path / "s"))
        unix.listen()
        files = (str(tmp_path / "secret"),)
        yield Bait(server.getsockname()[1], str(tmp_path), str(tmp_path / "s"), files, "a-secret")


CODE = """
import json
from underhood_grading.sandbox.escapes import Bait, escaped
print(json.dumps(escaped(Bait(**json.loads({!r})))))
"""


def test_all_fail_in_the_sandbox(kept, bait) -> None:
    _, said = kept(CODE.format(json.dumps(asdict(bait))))
    assert said == "[]\n"


def test_most_work_without_one(bait) -> None:
    done = subprocess.run(
        ["unshare", "-Urmpf", sys.executable, "-c", CODE.format(json.dumps(asdict(bait)))],  # survivors end with it
        env={**os.environ, "SECRET": "a-secret"},
        capture_output=True,
        text=True,
        check=False,  # unshare stumbles over being traced
    )
    expected = {
        "reach this machine's own network",
        "reach another process's abstract socket",
        "reach another process's socket",
        "read the teacher's environment",
        "read the teacher's files",
        "see the teacher's processes",
        "write to the system",
        "trace processes",
        "mount file systems",
        "make namespaces",
        "become root",
    }
    assert expected <= set(json.loads(done.stdout)), done.stderr
    assert expected < set(ATTEMPTS)


REFUSED = """
import ctypes, os, platform
libc = ctypes.CDLL(None, use_errno=True)
numbers = {numbers}
for name, number in numbers.items():
    result = libc.syscall(number, 0, 0, 0, 0, 0, 0)
    if result != -1 or ctypes.get_errno() != 38:
        print(name, result, os.strerror(ctypes.get_errno()))
"""
SYSTEM_CALLS = """
    unshare setns mount umount2 pivot_root chroot move_mount open_tree fsopen fsmount mount_setattr ptrace
    process_vm_readv process_vm_writev kcmp pidfd_getfd process_madvise keyctl add_key request_key bpf perf_event_open
    userfaultfd io_uring_setup io_uring_enter memfd_secret shmget msgget semget mq_open inotify_init1 fanotify_init
    open_by_handle_at name_to_handle_at init_module finit_module kexec_load reboot swapon acct syslog quotactl
    sethostname settimeofday clock_settime personality seccomp landlock_restrict_self setxattr vmsplice clone3 setgroups
"""


def test_the_kernel_s_sharp_tools_are_refused(kept) -> None:
    seccomp = pytest.importorskip("pyseccomp")
    numbers = {name: seccomp.resolve_syscall(seccomp.Arch.NATIVE, name) for name in SYSTEM_CALLS.split()}
    known = {name: number for name, number in numbers.items() if number >= 0}
    assert len(known) > 40
    ending, said = kept(REFUSED.format(numbers=known))
    assert (ending.ended, said) == ("exit", "")


def test_can_not_hide_from_its_keeper(kept) -> None:
    code = """
import ctypes, os
libc = ctypes.CDLL(None, use_errno=True)
for option in (4, 2**32 + 4):  # PR_SET_DUMPABLE; the kernel looks at 32 bits only
    print(libc.syscall(ctypes.c_long({prctl}), ctypes.c_ulong(option), ctypes.c_ulong(0)))
print(libc.prctl(3))
"""
    seccomp = pytest.importorskip("pyseccomp")
    number = seccomp.resolve_syscall(seccomp.Arch.NATIVE, "prctl")
    assert kept(code.format(prctl=number))[1] == "-1\n-1\n1\n"


def test_only_unix_sockets(kept) -> None:
    code = """
import ctypes, socket
socket.socketpair()
for family in (socket.AF_INET, socket.AF_INET6, socket.AF_NETLINK, socket.AF_PACKET, socket.AF_VSOCK, 16):
    for kind in (socket.SOCK_STREAM, socket.SOCK_DGRAM, socket.SOCK_RAW):
        try:
            socket.socket(family, kind)
            print('made', family, kind)
        except OSError as error:
            assert error.errno == 101, error
# The kernel looks at 32 bits only.
print(ctypes.CDLL(None).syscall(ctypes.c_long(41), ctypes.c_ulong(2**32 + 2), ctypes.c_ulong(1), ctypes.c_ulong(0)))
"""
    assert kept(code)[1] == "-1\n"


@pytest.mark.skipif(os.uname().machine != "x86_64", reason="these are that processor's other interfaces")
def test_other_interfaces_of_the_kernel_end_it(kept) -> None:
    x32 = "import ctypes; print(ctypes.CDLL(None).syscall(ctypes.c_long(0x40000000 | 41), 2, 1, 0))"
    ending, said = kept(x32)
    assert said == "-1\n" or ending.message == "ended by SIGSYS"
    i386 = """
import ctypes, mmap
code = bytes.fromhex('b814000000' 'cd80' 'c3')  # mov eax, 20 (getpid); int 0x80; ret
page = mmap.mmap(-1, 4096, prot=mmap.PROT_READ | mmap.PROT_WRITE | mmap.PROT_EXEC)
page.write(code)
call = ctypes.CFUNCTYPE(ctypes.c_int)(ctypes.addressof(ctypes.c_char.from_buffer(page)))
print(call() > 0)
"""
    ending, said = kept(i386)
    assert said in ("", "False\n")


def test_the_namespace_s_first_process_is_out_of_reach(kept) -> None:
    code = """
import os, signal
for action in (
    lambda: open('/proc/1/mem', 'r+b'),
    lambda: open('/proc/1/mem', 'rb').read(1),
    lambda: os.readlink('/proc/1/fd/0'),
    lambda: open('/proc/1/fd/1', 'w'),
    lambda: open('/proc/1/environ', 'rb').read(1) or 1 / 0,
    lambda: os.listdir('/proc/1/root'),
    lambda: os.listdir('/proc/1/cwd'),
):
    try:
        action()
        print('reached', action.__code__.co_firstlineno)
    except (OSError, ZeroDivisionError):
        pass
for number in (signal.SIGKILL, signal.SIGSTOP, signal.SIGTERM):
    try:
        os.kill(1, number)
    except PermissionError:
        pass
print(os.path.exists('/proc/1'))
"""
    ending, said = kept(code)
    assert (ending.ended, said) == ("exit", "True\n")


def test_rights_are_gone_for_good(kept) -> None:
    code = """
import resource
fields = dict(line.split(':', 1) for line in open('/proc/self/status'))
print({fields[name].strip() for name in ('CapInh', 'CapPrm', 'CapEff', 'CapBnd', 'CapAmb')})
print(fields['NoNewPrivs'].strip(), fields['Seccomp'].strip(), resource.getrlimit(resource.RLIMIT_CORE))
import subprocess
for program in ('/usr/bin/su', '/usr/bin/mount', '/usr/bin/passwd'):
    try:
        done = subprocess.run([program, '--version'], capture_output=True)
    except OSError:
        pass
print(subprocess.run(['grep', 'CapEff', '/proc/self/status'], capture_output=True, text=True).stdout.split()[1])
"""
    assert kept(code)[1] == "{'0000000000000000'}\n1 2 (1, 1)\n0000000000000000\n"


def test_the_whole_view_has_nothing_to_write_to(kept) -> None:
    code = """
import os
own = ('/student', '/tmp', '/dev/shm', '/dev/pts', '/proc')
for folder, folders, files in os.walk('/'):
    skipped = own + ('/usr', '/sys', *(__import__('sys').prefix, __import__('sys').base_prefix))
    folders[:] = [name for name in folders if os.path.join(folder, name) not in skipped]
    if not folder.startswith(own) and os.access(folder, os.W_OK):
        print(folder)
    for name in files:
        path = os.path.join(folder, name)
        if path.startswith(own) or os.path.islink(path):
            continue
        try:
            os.close(os.open(path, os.O_WRONLY | os.O_NONBLOCK))
            if not path.startswith(('/dev/null', '/dev/zero', '/dev/full', '/dev/random', '/dev/urandom')):
                print(path)
        except OSError:
            pass
"""
    if any(Path(device).exists() for device in ("/dev/dri", "/dev/nvidiactl")):
        pytest.skip("a graphics card is to be written to")
    ending, said = kept(code, seconds=30)
    assert (ending.ended, said) == ("exit", "")
