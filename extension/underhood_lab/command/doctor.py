"""`underhood doctor`: what runs on this machine."""

from __future__ import annotations

import json
from dataclasses import asdict
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    import argparse

SHAPES = {"fine": "✓", "missing": "✗", "not needed": "–"}


def add_to(subparsers: Any) -> None:
    """Add the subcommand."""
    command = subparsers.add_parser(
        "doctor",
        help="say what runs on this machine, and how to cure what doesn't",
        description="Say what runs on this machine. Exit code 1 if something is missing.",
    )
    command.add_argument("folder", metavar="DIR", nargs="?", help="the student's folder (default: ~/underhood)")
    command.add_argument("--json", action="store_true", help="print the findings as JSON")
    command.set_defaults(run=run)


def run(options: argparse.Namespace) -> int:
    """Print a line for each finding and return 1 if something is missing."""
    from underhood_lab.findings import findings  # noqa: PLC0415 - `--help` needs none of it

    found = list(findings(options.folder))
    if options.json:
        print(json.dumps([asdict(one) for one in found], indent=2, ensure_ascii=False))
    else:
        width = max(len(one.name) for one in found)
        for one in found:
            print(f"{SHAPES[one.state]} {one.name:<{width}}  {one.state}: {one.detail}")
            if one.cure:
                print(f"  {'':<{width}}  cure: {one.cure}")
    return 1 if any(one.state == "missing" for one in found) else 0
