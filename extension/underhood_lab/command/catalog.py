"""`underhood catalog`: the course's modules and pages."""

from __future__ import annotations

import json
import sys
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    import argparse

    from underhood_course import Catalog


def add_to(subparsers: Any) -> None:
    """Add the subcommand."""
    command = subparsers.add_parser("catalog", help="print the course's modules and pages")
    command.add_argument("--json", action="store_true", help="as catalog.schema.json describes it")
    command.set_defaults(run=run)


def run(options: argparse.Namespace) -> int:
    """Print the catalog; problems go to stderr."""
    from underhood_course import read_catalog  # noqa: PLC0415 - `--help` needs none of it

    catalog = read_catalog()
    if options.json:
        print(json.dumps(catalog.to_dict(), indent=2, ensure_ascii=False))
        return 0
    _print_tree(catalog)
    for problem in catalog.problems:
        print(f"problem: {problem}", file=sys.stderr)
    return 0


def _print_tree(catalog: Catalog) -> None:
    marks = {one["id"]: one["mark"] for one in catalog.specializations}
    print(catalog.title)
    for module in catalog.modules:
        print(f"\n{module.id}  {module.title}")
        for page in module.pages:
            of = sorted({*page.specializations, *(one for section in page.sections for one in section.specializations)})
            facts = [f"level {page.level}", f"{page.minutes} min", *(marks[one] for one in of)]
            if page.kind != "page":
                facts.append(page.kind)
            if page.additional_reading:
                facts.append("additional reading")
            print(f"    {page.id:<32} {page.title}  ({', '.join(facts)})")
