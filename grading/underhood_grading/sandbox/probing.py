"""Whether a student's code can be kept apart on this machine: tried, with real escapes, not looked up."""

from __future__ import annotations

import json
import os
import secrets
import shutil
import socket
import subprocess
import sys
import tempfile
from contextlib import ExitStack
from dataclasses import asdict, dataclass
from pathlib import Path

from underhood_grading.sandbox import landlock
from underhood_grading.sandbox.escapes import Bait
from underhood_grading.sandbox.outside import command
from underhood_grading.sandbox.trial import Trial

__all__ = ["Sandbox", "probe"]

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


def probe() -> Sandbox:
    """Start the sandbox for real and try to get out of it, in about a second.

    >>> probe().available
    True

    Never raises; on other systems than Linux nothing is available.
    """
    if not sys.platform.startswith("linux"):
        cure = "grade on Linux, for example in a virtual machine or a container"
        return _none(f"{sys.platform} has no namespaces", cure)
    if shutil.which("bwrap") is None:
        return _none("bubblewrap is not installed", "sudo apt-get install bubblewrap")
    try:
        started, words = _run(command(["true"]))
        if not started:
            return _none(f"this machine allows no sandbox: {words}", _cure())
        trial, words = _trial()
    except (OSError, ValueError, subprocess.SubprocessError) as error:
        return _none(f"the sandbox can't be started: {error}", _cure())
    if trial is None:
        return _without_python(words)
    return _judged(trial)


def _without_python(words: str) -> Sandbox:
    reason = f"Python does not start in the sandbox: {words}"
    if os.geteuid() == 0:  # it then runs as an account without rights
        return _none(reason, f"let others read Python: chmod -R o+rX {sys.prefix} {sys.base_prefix}")
    return _none(reason, "install Underhood with pip in a virtual environment")


def _judged(trial: Trial) -> Sandbox:
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


def _trial() -> tuple[Trial | None, str]:
    """Put out bait, start a trial in the sandbox; return what it found, or None and what it said last."""
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
        return _answer(bait)


def _answer(bait: Bait) -> tuple[Trial | None, str]:
    ours, theirs = socket.socketpair()
    ours.settimeout(_SECONDS)
    line = command([sys.executable, "-m", "underhood_grading.sandbox.trial", str(theirs.fileno())])
    environment = {**os.environ, "UNDERHOOD_TRIAL": bait.secret}
    with (
        ours,
        subprocess.Popen(
            line,
            pass_fds=[theirs.fileno()],
            stdin=subprocess.DEVNULL,
            stdout=subprocess.DEVNULL,
            stderr=subprocess.PIPE,
            env=environment,
        ) as process,
    ):
        theirs.close()
        try:
            ours.sendall(json.dumps(asdict(bait)).encode() + b"\n")
            said = ours.makefile("rb").readline()
        except OSError:  # it ended, or takes too long
            said = b""
        if not said:
            process.kill()
        words = process.stderr.read() if process.stderr else b""
    if said:
        return Trial(**json.loads(said)), ""
    return None, (words.decode(errors="replace").strip().splitlines() or ["it said nothing"])[-1]


def _cure() -> str:
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
