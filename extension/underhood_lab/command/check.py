"""`underhood check`: the course's own linter."""

from __future__ import annotations

import json
import sys
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    import argparse


def add_to(subparsers: Any) -> None:
    """Add the subcommand."""
    command = subparsers.add_parser(
        "check",
        help="lint the course: metadata, links, lengths, and that everything in it runs",
        description="Lint the course. Exit code 1 if anything is wrong.",
    )
    command.add_argument("--course", metavar="DIR", type=Path, help="a course's folder (default: the installed course)")
    command.add_argument("--no-run", action="store_true", help="read only: run neither pages nor hand-ins (seconds)")
    command.add_argument("--json", action="store_true", help="print the problems as JSON")
    command.set_defaults(run=run)


def run(options: argparse.Namespace) -> int:
    """Print every problem and return 1 if there is one."""
    from underhood_course import read_catalog  # noqa: PLC0415 - `--help` needs none of it
    from underhood_course.check import (  # noqa: PLC0415
        check_activities,
        check_exercises,
        check_files,
        check_running,
    )

    catalog = read_catalog(options.course.resolve() if options.course else None)
    problems = [*catalog.problems, *check_files(catalog), *check_activities(catalog)]
    if not options.no_run:
        from underhood_grading.check import check_handin  # noqa: PLC0415

        problems += check_exercises(catalog, report=_report)
        problems += check_running(catalog, report=_report)
        for page in catalog.handins():
            _report(f"grading {page.id}: its solution and its released version")
            folder = page.source.parent
            place = folder.relative_to(catalog.folder).as_posix()
            problems += [replace(problem, file=f"{place}/{problem.file}") for problem in check_handin(folder)]
    if options.json:
        print(json.dumps([problem.to_dict() for problem in problems], indent=2, ensure_ascii=False))
    else:
        for problem in problems:
            print(problem)
    pages, found = sum(1 for _ in catalog.pages()), len(problems)
    said = "nothing wrong" if not found else "1 problem" if found == 1 else f"{found} problems"
    print(f"{pages} {'page' if pages == 1 else 'pages'} checked: {said}", file=sys.stderr)
    return 1 if problems else 0


def _report(line: str) -> None:
    print(line, file=sys.stderr, flush=True)
