"""What of a document this version understands, where a newer or older version wrote it."""

from __future__ import annotations

import copy
from typing import TYPE_CHECKING, Any

from jsonschema import Draft202012Validator

if TYPE_CHECKING:
    from jsonschema.exceptions import ValidationError

ROUNDS = 10  # taking something out may uncover a fault further up; the schemas are not that deep


def understood(document: dict[str, Any], against: dict[str, Any]) -> dict[str, Any] | None:
    """Return a copy of `document` without what the schema does not know; None if its structure is another one.

    >>> understood({"level": 3, "mood": "good"}, {"properties": {"level": {}}, "additionalProperties": False})
    {'level': 3}

    Unknown fields and unknown values of known fields are left out. A required field that is not there gets the
    schema's default; where there is none, its object is left out as a whole. A text or number where the schema has an
    object, or the other way round, is another structure.
    """
    validator = Draft202012Validator(against)
    found = copy.deepcopy(document)
    for _ in range(ROUNDS):
        errors = list(validator.iter_errors(found))
        if not errors:
            return found
        for error in errors:
            if error.validator == "type" and "object" in (error.validator_value, _kind(error.instance)):
                return None
            _take_out(found, error)
    return None


def _kind(value: Any) -> str:
    return "object" if isinstance(value, dict) else ""


def _take_out(document: dict[str, Any], error: ValidationError) -> None:
    path = list(error.absolute_path)
    if error.validator == "additionalProperties":
        place = _at(document, path)
        for name in [name for name in place or () if name not in error.schema.get("properties", {})]:
            del place[name]
    elif error.validator == "required":
        place = _at(document, path)
        for name in error.validator_value:
            if place is not None and name not in place:
                field = error.schema["properties"][name]
                if "default" in field:
                    place[name] = copy.deepcopy(field["default"])
                else:
                    _delete(document, path)
                    break
    elif "propertyNames" in error.absolute_schema_path:  # the name itself is at fault
        _delete(document, [*path, error.instance])
    else:
        _delete(document, path)


def _at(document: Any, path: list[Any]) -> Any:
    """Return what stands there, or None where an earlier fault took it away."""
    for step in path:
        try:
            document = document[step]
        except (KeyError, IndexError, TypeError):
            return None
    return document


def _delete(document: Any, path: list[Any]) -> None:
    # Out of a list the whole list goes: places in it would shift under the other faults.
    while path and isinstance(path[-1], int):
        path = path[:-1]
    place = _at(document, path[:-1]) if path else None
    if isinstance(place, dict):
        place.pop(path[-1], None)
