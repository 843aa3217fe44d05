"""The schemas, which are the only source of every document's shape, and their faults in plain words."""

from __future__ import annotations

import json
from functools import cache
from importlib.resources import files
from typing import TYPE_CHECKING, Any

from jsonschema import Draft202012Validator

if TYPE_CHECKING:
    from collections.abc import Iterator

    from jsonschema.exceptions import ValidationError


@cache
def schema(name: str) -> dict[str, Any]:
    """Return a schema of this package: `catalog`, `progress`, `handins` or `machine`."""
    text = files(__package__).joinpath("schemas", f"{name}.schema.json").read_text("utf-8")
    found: dict[str, Any] = json.loads(text)
    return found


def faults(document: Any, against: dict[str, Any]) -> Iterator[tuple[str, str]]:
    """Yield each fault of `document` as its field (`pages.m1/gpu.state`, empty for the whole) and what is wrong.

    One fault a field: what is no number is not said to be out of range as well.
    """
    seen: set[str] = set()
    errors = Draft202012Validator(against).iter_errors(document)
    for error in sorted(errors, key=lambda e: [str(step) for step in e.absolute_path]):
        field, words = _field_and_words(error)
        if field not in seen:
            seen.add(field)
            yield field, words


def _field_and_words(error: ValidationError) -> tuple[str, str]:
    path = [str(step) for step in error.absolute_path]
    shown = json.dumps(error.instance, ensure_ascii=False)
    shown = shown if len(shown) <= 60 else f"{shown[:57]}..."
    match error.validator:
        case "required":  # one error for each missing field, named in its message alone
            missing = next(name for name in error.validator_value if error.message.startswith(repr(name)))
            return ".".join([*path, missing]), "is missing; add it"
        case "additionalProperties":
            known = error.schema.get("properties", {})
            extra = next(name for name in error.instance if name not in known)
            return ".".join([*path, extra]), f"is no field; there are {', '.join(known)}"
        case "enum":
            return ".".join(path), f"{shown} is none of {', '.join(str(v) for v in error.validator_value)}"
        case "type":
            wanted = error.validator_value
            wanted = wanted if isinstance(wanted, str) else " or ".join(wanted)
            return ".".join(path), f"{shown} is not {'an' if wanted[0] in 'aeio' else 'a'} {wanted}"
        case "pattern":
            return ".".join(path), f"{shown} doesn't match {error.validator_value}"
        case _:
            return ".".join(path), error.message
