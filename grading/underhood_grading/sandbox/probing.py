"""Whether a student's code can be kept apart on this machine: tried, with real escapes, not looked up."""

from __future__ import annotations

import json
import os
import secrets
import shutil
import socket
import stat
import subprocess
import sys
import tempfile
from contextlib import ExitStack, suppress
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from underhood_grading.sandbox import landlock
from underhood_grading.sandbox.entering import Held
from underhood_grading.sandbox.escapes import Bait
from underhood_grading.sandbox.outside import environment
from underhood_grading.sandbox.trial import UNREADABLE, Trial, main

if TYPE_CHECKING:
    from collections.abc import Callable

__all__ = ["SECRET", "Sandbox", "answer", "probe"]

SECRET = "UNDERHOOD_TRIAL"  # noqa: S105  # its name
"""A variable of bubblewrap's environment, which nobody in the sandbox is to see."""

_LONGEST = 107  # bytes of a Unix socket's path, see unix(7)
_SECONDS = 20.0
_LIBSECCOMP = "sudo apt-get install libseccomp2"


@dataclass(frozen=True)
class Sandbox:
    """What was found: `available` if what is in the sandbox reaches nothing outside it, and works.

    `reason` says in one sentence what there is or what is missing, `cure` what to do ("" if nothing).
    `landlock` is Landlock's interface version, 0 without it.
    """

    available: bool
    reason: str
    cure: str
    user_namespaces: bool
    bubblewrap: bool
    landlock: int


def probe(ask: Callable[[Bait], Trial] | None = None) -> Sandbox:
    """Start the sandbox for real and try to get out of it, in about a second.

    >>> probe().available
    True

    `ask` has somebody try who is there already, and raises OSError if nobody can; a process is then started for it, as
    it is without `ask`.
    Never raises; on other systems than Linux nothing is available.
    """
    if not sys.platform.startswith("linux"):
        cure = "grade on Linux, for example in a virtual machine or a container"
        return _none(f"{sys.platform} has no namespaces", cure)
    if shutil.which("bwrap") is None:
        return _none("bubblewrap is not installed", "sudo apt-get install bubblewrap")
    if ask is not None:
        with suppress(OSError):
            return _judged(_trial(ask))
    try:
        return _judged(_trial(_start))
    except (OSError, ValueError, subprocess.SubprocessError) as error:
        return _none(f"this machine allows no sandbox: {error}", _cure())


def _judged(trial: Trial) -> Sandbox:
    if trial.broken.startswith(UNREADABLE):
        readable = f"let others read Python: chmod -R o+rX {sys.prefix} {sys.base_prefix}"  # root takes on an account
        own = "install Underhood with pip in a virtual environment"
        return _none(trial.broken, readable if os.geteuid() == 0 else own)
    if trial.broken:
        return _none(trial.broken, _LIBSECCOMP if "libseccomp" in trial.broken else _cure())
    if trial.escapes:
        reason = f"in the sandbox one can still {', '.join(trial.escapes)}"
        return _none(reason, "grade on another machine, and report this as a fault")
    parts = "bubblewrap, namespaces and seccomp" + (f", Landlock {trial.landlock}" if trial.landlock else "")
    reason = f"students' code is kept apart, and could not get out, by {parts}"
    return Sandbox(True, reason, "", True, True, trial.landlock)


def _none(reason: str, cure: str) -> Sandbox:
    on_linux = sys.platform.startswith("linux")
    namespaces = on_linux and _run(["unshare", "-Urpfmn", "true"])[0]
    bubblewrap = shutil.which("bwrap") is not None
    return Sandbox(False, reason, cure, namespaces, bubblewrap, landlock.version() if on_linux else 0)


def _trial(ask: Callable[[Bait], Trial]) -> Trial:
    """Put out bait, and have somebody in the sandbox try to reach it. Raises what `ask` does."""
    with ExitStack() as stack:
        folders = {Path.home(), Path(tempfile.gettempdir()), Path("/tmp")}
        made = [
            Path(stack.enter_context(tempfile.TemporaryDirectory(prefix=".underhood-trial-", dir=folder)))
            for folder in folders
            if os.access(folder, os.W_OK)
        ]
        for folder in made:
            (folder / "secret").write_text("secret", "utf-8")
        listener = stack.enter_context(socket.create_server(("127.0.0.1", 0)))
        name = f"underhood-trial-{secrets.token_hex(8)}"
        sockets = [str(folder / "socket") for folder in made]
        unix = next((one for one in sockets if len(os.fsencode(one)) <= _LONGEST), "")
        for address in (f"\0{name}", *([unix] if unix else [])):
            one = stack.enter_context(socket.socket(socket.AF_UNIX))
            one.bind(address)
            one.listen()
        files = tuple(str(folder / "secret") for folder in made)
        bait = Bait(listener.getsockname()[1], name, unix, files, secrets.token_hex(16))
        return ask(bait)


def _start(bait: Bait) -> Trial:
    """Start a process that only tries. Raises OSError with what it or bubblewrap said last if it has no answer."""
    with ExitStack() as stack:
        ours, theirs = (stack.enter_context(one) for one in socket.socketpair())
        words = stack.enter_context(tempfile.TemporaryFile())
        home = Path(stack.enter_context(tempfile.TemporaryDirectory(prefix="underhood-trial-")))
        held = stack.enter_context(Held(environment={**os.environ, SECRET: bait.secret}))
        numbers = [theirs.fileno(), *held.descriptors]
        process = subprocess.Popen(
            [sys.executable, "-P", "-c", f"from {main.__module__} import main; main(*{numbers})"],
            executable=held.executable,
            pass_fds=numbers,
            stdin=subprocess.DEVNULL,
            stdout=subprocess.DEVNULL,
            stderr=words,
            env={**environment(home), "OPENBLAS_NUM_THREADS": "1"},
            cwd=home,
        )
        stack.callback(_end, process)
        held.let_go()
        theirs.close()
        try:
            return answer(ours, bait)
        except OSError as error:
            words.seek(0)
            said = words.read().decode(errors="replace").strip().splitlines()
            raise OSError(said[-1] if said else str(error)) from error


def answer(tried: socket.socket, bait: Bait) -> Trial:
    """Give the bait to who is at the other end, and return what comes back. Raises OSError if nothing does."""
    tried.settimeout(_SECONDS)
    tried.sendall(json.dumps(asdict(bait)).encode() + b"\n")
    said = tried.makefile("rb").readline()
    if not said:
        message = "what should have tried the sandbox ended"
        raise OSError(message)
    return Trial(**json.loads(said))


def _end(process: subprocess.Popen[bytes]) -> None:
    process.kill()
    process.wait()


def _cure() -> str:
    if (program := shutil.which("bwrap")) and Path(program).stat().st_mode & stat.S_ISUID:
        return f"bubblewrap runs as root, which nobody can follow: chmod u-s {program}"
    if _setting("/proc/sys/kernel/apparmor_restrict_unprivileged_userns") == "1":
        return "AppArmor forbids it: sysctl kernel.apparmor_restrict_unprivileged_userns=0, or a profile for bwrap"
    if _setting("/proc/sys/kernel/unprivileged_userns_clone") == "0":
        return "sysctl kernel.unprivileged_userns_clone=1"
    if _setting("/proc/sys/user/max_user_namespaces") == "0":
        return "sysctl user.max_user_namespaces=15000"
    return (
        "in a container, allow user namespaces and a /proc of their own (Docker: --security-opt seccomp=unconfined "
        "--security-opt systempaths=unconfined); else ask the administrator"
    )


def _setting(file: str) -> str:
    try:
        return Path(file).read_text("ascii").strip()
    except OSError:
        return ""


def _run(line: list[str]) -> tuple[bool, str]:
    """Return whether this command succeeds, and the last line of what it says."""
    try:
        done = subprocess.run(line, capture_output=True, stdin=subprocess.DEVNULL, timeout=10, check=False)
    except (OSError, subprocess.TimeoutExpired) as error:
        return False, str(error)
    words = done.stderr.decode(errors="replace").strip().splitlines()
    return done.returncode == 0, words[-1] if words else ""
