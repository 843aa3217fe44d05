"""Bring the catalogues of translations up to date with the texts in src/.

    python extension/scripts/translations.py           # after a text was added or changed; then translate what is new
    python extension/scripts/translations.py --check   # exit code 1, and what is missing, if a catalogue is behind

A catalogue is `underhood_lab/locale/<locale>/LC_MESSAGES/underhood.po`; what JupyterLab reads is the .json beside it,
which is made here. A new locale begins with an empty .po in such a folder.
"""

from __future__ import annotations

import json
import re
import sys
from io import BytesIO
from pathlib import Path
from typing import Any

from babel.messages.catalog import Catalog, Message
from babel.messages.extract import extract_from_dir
from babel.messages.pofile import read_po, write_po

DOMAIN = "underhood"
EXTENSION = Path(__file__).parents[1]
LOCALES = EXTENSION / "underhood_lab" / "locale"
# A call of a translation bundle, which goes by `trans` wherever it is kept, as JupyterLab's own extractor wants it.
BUNDLE = re.compile(r"([\w.]*trans)\s*\.(?:__|_n|_p)\(")
# Of a catalogue's head: dates would be a change at each run, and the history of this file says who did what.
LEFT_OUT = tuple(
    f'"{name}'.encode()
    for name in (
        "Project-Id",
        "Report-Msgid",
        "POT-",
        "PO-Revision",
        "Last-Translator",
        "Language-Team",
        "Generated-By",
    )
)
CONTEXT = "\x04"  # between context and text, as gettext has it


def texts() -> Catalog:
    """Return every text in src/ that is to be translated."""
    keywords: dict[str, Any] = {}
    files = [file for kind in ("*.ts", "*.tsx") for file in (EXTENSION / "src").rglob(kind)]
    for bundle in {name for file in files for name in BUNDLE.findall(file.read_text("utf-8"))}:
        keywords |= {f"{bundle}.__": None, f"{bundle}._n": (1, 2), f"{bundle}._p": ((1, "c"), 2)}
    catalog = Catalog(domain=DOMAIN)
    methods = [("generated/**", "ignore"), ("**.tsx", "javascript"), ("**.ts", "javascript")]
    found = extract_from_dir(EXTENSION / "src", methods, {"**.tsx": {"jsx": True}}, keywords=keywords)
    for file, _, message, comments, context in found:
        # Without line numbers, or every change of a file would be one of the catalogues.
        catalog.add(message, locations=[(file, 0)], auto_comments=comments, context=context)
    return catalog


def updated(file: Path) -> Catalog:
    """Return a catalogue with the texts as they are in src/ now; what is no text any more is gone."""
    with file.open("rb") as stream:
        catalog = read_po(stream, locale=file.parts[-3], domain=DOMAIN)
    catalog.update(texts(), no_fuzzy_matching=True)
    catalog.obsolete.clear()
    return catalog


def missing(catalog: Catalog) -> list[str]:
    """Return the texts that have no translation."""
    return [_text(message) for message in catalog if message.id and not _translated(message)]


def as_po(catalog: Catalog) -> bytes:
    """Return a catalogue as people edit it."""
    buffer = BytesIO()
    write_po(buffer, catalog, width=100, sort_output=True, omit_header=False, ignore_obsolete=True)
    lines = buffer.getvalue().splitlines(keepends=True)
    return b"".join(line for line in lines if not line.startswith(LEFT_OUT))


def as_json(catalog: Catalog) -> bytes:
    """Return a catalogue as JupyterLab reads it; texts without a translation stay in English."""
    header = {"domain": DOMAIN, "language": str(catalog.locale).replace("_", "-"), "plural_forms": catalog.plural_forms}
    entries = {
        (f"{message.context}{CONTEXT}" if message.context else "") + _text(message): [*_strings(message)]
        for message in sorted(catalog, key=lambda message: (_text(message), message.context or ""))
        if message.id and _translated(message)
    }
    return f"{json.dumps({'': header, **entries}, ensure_ascii=False, indent=1)}\n".encode()


def main() -> int:
    """Write the catalogues, or check them."""
    behind = False
    for file in sorted(LOCALES.glob(f"*/LC_MESSAGES/{DOMAIN}.po")):
        catalog = updated(file)
        wanted = {file: as_po(catalog), file.with_suffix(".json"): as_json(catalog)}
        untranslated = missing(catalog)
        for text in untranslated:
            print(f"{file.relative_to(EXTENSION)}: no translation of {text!r}")
        if "--check" not in sys.argv:
            for path, content in wanted.items():
                path.write_bytes(content)
        elif stale := [path for path, content in wanted.items() if not path.is_file() or path.read_bytes() != content]:
            print(f"{stale[0].relative_to(EXTENSION)} is not up to date; run {Path(__file__).name}")
            behind = True
        behind = behind or bool(untranslated)
    return int(behind and "--check" in sys.argv)


def _text(message: Message) -> str:
    return message.id if isinstance(message.id, str) else message.id[0]


def _strings(message: Message) -> tuple[str, ...]:
    return (message.string,) if isinstance(message.string, str) else tuple(message.string or ("",))


def _translated(message: Message) -> bool:
    return all(_strings(message))


if __name__ == "__main__":
    sys.exit(main())
