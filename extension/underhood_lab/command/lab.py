"""`underhood lab`: JupyterLab on the student's folder, with the course beside it."""

from __future__ import annotations

import argparse
import errno
import os
import socket
import sys
from importlib.util import find_spec
from pathlib import Path
from typing import TYPE_CHECKING, Any, NoReturn

from underhood_lab.command.errors import CommandError

if TYPE_CHECKING:
    from collections.abc import Sequence

HIGHEST_PORT = 65535
OURS = {"--exchange": "the exchange's folder", "--course": "a course directory"}


def add_to(subparsers: Any) -> None:
    """Add the subcommand, for its place in the help; its words are split by `namespace`."""
    subparsers.add_parser(
        "lab",
        help="open JupyterLab on the course",
        usage="underhood lab [DIR] [--exchange DIR] [--course DIR] [JupyterLab options…]",
        description="Open JupyterLab on the course, in your own folder DIR (default: ~/underhood). --exchange joins a "
        "class's exchange for hand-ins, --course opens a teacher's course directory; both are remembered. The rest is "
        "JupyterLab's own: --port 9000, --no-browser, …",
    )


def namespace(words: Sequence[str]) -> argparse.Namespace:
    """Return what the words after `underhood lab` ask for.

    argparse can't tell DIR from the value of an option that it doesn't know, so DIR is the first word that follows no
    option; all that is not ours goes to JupyterLab as it is.
    """
    options = argparse.Namespace(run=run, folder=None, exchange=None, course=None, rest=[])
    waiting = list(words)
    after_option = False
    while waiting:
        word = waiting.pop(0)
        name, equals, value = word.partition("=")
        if name in OURS:
            if not equals and not waiting:
                raise CommandError(f"{name} needs {OURS[name]}")
            setattr(options, name.removeprefix("--"), value if equals else waiting.pop(0))
            after_option = False
        elif options.folder is None and not word.startswith("-") and not after_option:
            options.folder = word
        else:
            options.rest.append(word)
            after_option = word.startswith("-") and not equals
    return options


def run(options: argparse.Namespace) -> NoReturn:
    """Start JupyterLab in this process's place."""
    from underhood_course import Workspace, read_catalog  # noqa: PLC0415 - `--help` needs none of it
    from underhood_course.student.workspace import DEFAULT_FOLDER  # noqa: PLC0415
    from underhood_grading.joining import JoinError, join, joined, student_environment  # noqa: PLC0415
    from underhood_grading.standing import choose_course  # noqa: PLC0415

    _check_port(options.rest)
    hub = "JUPYTERHUB_API_TOKEN" in os.environ  # what a hub's spawner starts us with
    given = options.folder or (os.environ.get("JUPYTERHUB_ROOT_DIR") if hub else None)
    workspace = Workspace(_folder(given or DEFAULT_FOLDER))
    try:
        exchange = join(workspace.state, Path(options.exchange)) if options.exchange else joined(workspace.state)
    except JoinError as error:
        raise CommandError(str(error)) from None
    if options.course:
        choose_course(workspace.state, _course(options.course))
    environment = {
        **os.environ,
        **student_environment(workspace.root, course_id=read_catalog().course_id, exchange=exchange),
    }
    if hub:
        # A folder that the hub names in our place would be no more than what is chosen here.
        environment.pop("JUPYTERHUB_ROOT_DIR", None)
    server = _hub_s_server() if hub else "jupyterlab"
    command = [sys.executable, "-m", server, f"--ServerApp.root_dir={workspace.root}"]
    if hasattr(os, "geteuid") and os.geteuid() == 0 and "--allow-root" not in options.rest:
        print("underhood: running as root, as in a container; JupyterLab would otherwise refuse", file=sys.stderr)
        command.append("--allow-root")
    sys.stdout.flush()
    os.chdir(workspace.root)
    os.execve(sys.executable, [*command, *options.rest], environment)  # noqa: S606 - JupyterLab takes this process's place


def _hub_s_server() -> str:
    if find_spec("jupyterhub") is None:
        raise CommandError("a JupyterHub starts this, but jupyterhub is not installed here: pip install jupyterhub")
    return "jupyterhub.singleuser"


def _folder(name: str) -> Path:
    folder = Path(name).expanduser()
    try:
        folder.mkdir(parents=True, exist_ok=True)
    except FileExistsError:
        raise CommandError(f"{folder} is a file; give the folder that your work is to be in") from None
    except NotADirectoryError:
        raise CommandError(f"{folder} can't be made: part of its path is a file") from None
    except OSError as error:
        raise CommandError(f"{folder} can't be made: {error.strerror}; choose another folder") from None
    if not os.access(folder, os.W_OK | os.X_OK):
        raise CommandError(f"{folder} is read-only; choose a folder that you can write in")
    return folder


def _course(name: str) -> Path:
    folder = Path(name).expanduser().resolve()
    if not (folder / "nbgrader_config.py").is_file() and not (folder / "source").is_dir():
        raise CommandError(f"{folder} is no course directory; make one with `underhood teach init {folder}`")
    return folder


def _check_port(rest: Sequence[str]) -> None:
    """Refuse a port asked for that is taken: JupyterLab would silently take the next."""
    asked = None
    for place, option in enumerate(rest):
        name, equals, value = option.partition("=")
        if name in ("--port", "--ServerApp.port"):
            asked = value if equals else "".join(rest[place + 1 : place + 2])
    if asked is None:
        return
    if not asked.isdecimal() or int(asked) > HIGHEST_PORT:
        raise CommandError(f'--port needs a number up to {HIGHEST_PORT}, not "{asked}"')
    with socket.socket() as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind(("127.0.0.1", int(asked)))
        except OSError as error:
            why = "is not yours to use" if error.errno == errno.EACCES else "is in use"
            raise CommandError(f"port {asked} {why}; choose another with --port, or leave it out") from None
