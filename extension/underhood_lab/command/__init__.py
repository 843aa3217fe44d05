"""The `underhood` command.

>>> underhood lab                    # JupyterLab on the course
>>> underhood doctor                 # what runs here
>>> underhood catalog                # the course's pages
>>> underhood teach init DIR         # a teacher's course directory
"""

from __future__ import annotations

import argparse
import atexit
import gc
import sys
from typing import TYPE_CHECKING

from underhood_lab import __version__
from underhood_lab.command import bench, catalog, check, doctor, lab, teach
from underhood_lab.command.errors import CommandError

if TYPE_CHECKING:
    from collections.abc import Sequence

COMMANDS = (lab, doctor, catalog, check, bench, teach)


def parser() -> argparse.ArgumentParser:
    """Return the command line's parser; each subcommand sets `run`, a function of its arguments to the exit code."""
    top = argparse.ArgumentParser(prog="underhood", description="Learn what happens under the hood of your own code.")
    top.add_argument("--version", action="version", version=f"underhood {__version__}")
    subparsers = top.add_subparsers(metavar="COMMAND", required=True)
    for command in COMMANDS:
        command.add_to(subparsers)
    return top


def main(arguments: Sequence[str] | None = None) -> int:
    """Run the command and return its exit code; what goes wrong is one line on stderr and exit code 1."""
    words = list(sys.argv[1:] if arguments is None else arguments)
    if arguments is None:  # the whole process: what is there when it ends needs no more looking for cycles
        atexit.register(gc.freeze)
    # jsonschema makes a parser of this grammar while it is imported, a second of every command, to check
    # addresses; no schema of ours or of nbformat's has one. With None Python says that there is no such module.
    sys.modules.setdefault("rfc3987_syntax", None)  # type: ignore[arg-type]  # as Python allows
    try:
        if words[:1] == ["lab"] and not {"-h", "--help"} & set(words):
            options = lab.namespace(words[1:])
        else:
            options = parser().parse_args(words)
        return int(options.run(options))
    except PermissionError as error:
        print(f"underhood: permission denied: {error.filename}", file=sys.stderr)
        return 1
    except BrokenPipeError:  # `underhood catalog | head`
        sys.stderr.close()
        return 1
    except KeyboardInterrupt:
        return 130
    except Exception as error:
        if not isinstance(error, _expected()):
            raise
        print(f"underhood: {error}", file=sys.stderr)
        return 1


def _expected() -> tuple[type[Exception], ...]:
    """Return what is said to the reader in one line; looked up when something went wrong, as it takes a while."""
    from underhood_course import WorkspaceError  # noqa: PLC0415
    from underhood_course.catalog import CourseError  # noqa: PLC0415
    from underhood_grading.errors import TeachError  # noqa: PLC0415

    return CommandError, CourseError, TeachError, WorkspaceError
