"""`underhood bench`: the kernels side by side on this machine."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from underhood_kernels.bench.command import DESCRIPTION, BenchError, add_arguments
from underhood_kernels.bench.command import run as measure

from underhood_lab.command.errors import CommandError

if TYPE_CHECKING:
    import argparse


def add_to(subparsers: Any) -> None:
    """Add the subcommand."""
    command = subparsers.add_parser(
        "bench", help="measure the kernels side by side on this machine", description=DESCRIPTION
    )
    add_arguments(command)
    command.set_defaults(run=run)


def run(options: argparse.Namespace) -> int:
    """Measure and return 1 if a result is wrong."""
    try:
        return measure(options)
    except BenchError as error:
        raise CommandError(str(error)) from error
