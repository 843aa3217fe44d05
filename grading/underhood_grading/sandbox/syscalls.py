"""The system calls that a student's process may make: a list of what is allowed, by libseccomp's names.

Left out, so that they fail with "Function not implemented": other namespaces and mounts, tracing and reading other
processes, kernel keys, BPF, io_uring, userfaultfd, performance counters, modules, System V and POSIX message queues and
shared memory (their memory belongs to no process), inotify (its instances are counted for the teacher's account),
handles of files, and whatever future kernels bring. Sockets are Unix sockets only.
"""

from __future__ import annotations

import ctypes
import errno
import socket
import tempfile
from functools import cache

from underhood_grading.sandbox.kernel import PR_SET_SECCOMP, prctl

__all__ = ["filter_system_calls"]

# clone's flags that ask for a namespace of any kind; from Linux's include/uapi/linux/sched.h
_NAMESPACES = 0x7E020080

# What a process may set of itself with prctl, from include/uapi/linux/prctl.h: names, timers, huge pages, children.
# Not whether others may look at it (PR_SET_DUMPABLE), because the keeper does.
_PRCTL = (1, 2, 3, 15, 16, 21, 23, 25, 29, 30, 36, 37, 38, 39, 40, 41, 42, 50, 51, 52, 55, 56, 0x53564D41, 0x59616D61)
_MODE_FILTER = 2  # from Linux's include/uapi/linux/seccomp.h
_INSTRUCTION = 8  # bytes of one, struct sock_filter

_ALLOWED = """
    accept accept4 access alarm arch_prctl bind brk cachestat capget capset chdir chmod chown clock_getres clock_gettime
    clock_nanosleep close close_range connect copy_file_range creat dup dup2 dup3 epoll_create epoll_create1 epoll_ctl
    epoll_pwait epoll_pwait2 epoll_wait eventfd eventfd2 execve execveat exit exit_group faccessat faccessat2 fadvise64
    fallocate fchdir fchmod fchmodat fchmodat2 fchown fchownat fcntl fdatasync fgetxattr flistxattr flock fork fstat
    fstatfs fsync ftruncate futex futex_requeue futex_wait futex_waitv futex_wake futimesat get_mempolicy
    get_robust_list getcpu getcwd getdents getdents64 getegid geteuid getgid getgroups getitimer getpeername getpgid
    getpgrp getpid getppid getpriority getrandom getresgid getresuid getrlimit getrusage getsid getsockname getsockopt
    gettid gettimeofday getuid getxattr ioctl ioprio_get kill lchown lgetxattr link linkat listen listxattr llistxattr
    lseek lstat madvise map_shadow_stack mbind membarrier memfd_create mincore mkdir mkdirat mknod mknodat mlock mlock2
    mlockall mmap mprotect mremap mseal msync munlock munlockall munmap nanosleep newfstatat open openat openat2 pause
    pidfd_open pidfd_send_signal pipe pipe2 pkey_alloc pkey_free pkey_mprotect poll ppoll pread64 preadv preadv2
    prlimit64 pselect6 pwrite64 pwritev pwritev2 read readahead readlink readlinkat readv recvfrom recvmmsg recvmsg
    rename renameat renameat2 restart_syscall riscv_flush_icache riscv_hwprobe rmdir rseq rt_sigaction rt_sigpending
    rt_sigprocmask rt_sigqueueinfo rt_sigreturn rt_sigsuspend rt_sigtimedwait rt_tgsigqueueinfo sched_get_priority_max
    sched_get_priority_min sched_getaffinity sched_getattr sched_getparam sched_getscheduler sched_rr_get_interval
    sched_setaffinity sched_setattr sched_setparam sched_setscheduler sched_yield select sendfile sendmmsg sendmsg
    sendto set_mempolicy set_robust_list set_tid_address setfsgid setfsuid setgid setitimer setpgid setpriority setregid
    setresgid setresuid setreuid setrlimit setsid setsockopt setuid shutdown sigaltstack signalfd signalfd4 splice stat
    statfs statx symlink symlinkat sync_file_range sysinfo tee tgkill time timer_create timer_delete timer_getoverrun
    timer_gettime timer_settime timerfd_create timerfd_gettime timerfd_settime times tkill truncate umask uname unlink
    unlinkat utime utimensat utimes vfork wait4 waitid write writev
"""


class _Program(ctypes.Structure):
    """Linux's struct sock_fprog."""

    _fields_ = (("length", ctypes.c_ushort), ("instructions", ctypes.c_char_p))


def filter_system_calls() -> None:
    """Refuse this process and what it starts every other system call, for good.

    Needs no_new_privs. Raises RuntimeError where libseccomp is missing, OSError where the kernel refuses.
    """
    instructions = allowed()
    program = _Program(len(instructions) // _INSTRUCTION, instructions)
    prctl(PR_SET_SECCOMP, _MODE_FILTER, ctypes.addressof(program))


@cache
def allowed() -> bytes:
    """Return the list as a program for the kernel; made once, so that a fork finds it made.

    Raises RuntimeError where libseccomp is missing.
    """
    import pyseccomp as seccomp  # noqa: PLC0415 - looks for libseccomp by starting ldconfig, 25 ms

    rules = seccomp.SyscallFilter(seccomp.ERRNO(errno.ENOSYS))
    for name in _ALLOWED.split():
        number = seccomp.resolve_syscall(seccomp.Arch.NATIVE, name)
        if number >= 0:  # else it is another architecture's, or newer than this libseccomp
            rules.add_rule(seccomp.ALLOW, number)
    # clone3 passes its flags in memory, where no filter sees them; libc then uses clone.
    rules.add_rule(seccomp.ALLOW, "clone", seccomp.Arg(0, seccomp.MASKED_EQ, _NAMESPACES, 0))
    for option in _PRCTL:
        rules.add_rule(seccomp.ALLOW, "prctl", seccomp.Arg(0, seccomp.EQ, option))
    for name in ("socket", "socketpair"):
        rules.add_rule(seccomp.ALLOW, name, seccomp.Arg(0, seccomp.EQ, int(socket.AF_UNIX)))
        # What a student then reads is "Network is unreachable".
        rules.add_rule(seccomp.ERRNO(errno.ENETUNREACH), name, seccomp.Arg(0, seccomp.NE, int(socket.AF_UNIX)))
    with tempfile.TemporaryFile(buffering=0) as file:
        rules.export_bpf(file)
        file.seek(0)
        return file.readall()
