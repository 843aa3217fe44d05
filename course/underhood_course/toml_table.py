"""A TOML file's fields, taken one by one and strictly."""

from __future__ import annotations

import math
from datetime import date
from typing import TYPE_CHECKING, Any, NoReturn

if TYPE_CHECKING:
    import re

__all__ = ["FieldError", "Table"]


class FieldError(ValueError):
    """A field that is missing, unknown or of the wrong kind: `field` is its place, `message` says why."""

    def __init__(self, field: str, message: str) -> None:
        self.field = field
        self.message = message
        super().__init__(f"{field}: {message}")


class Table:
    """A TOML table from which fields are taken once; what is left at the end is unknown."""

    def __init__(self, values: dict[str, Any], place: str = "") -> None:
        self._values = dict(values)
        self._known: list[str] = []
        self._place = place

    def fail(self, name: str, message: str) -> NoReturn:
        """Raise FieldError for a field of this table."""
        raise FieldError(self._place + name, message)

    def left(self) -> list[str]:
        """Return the names of the fields that nobody took yet."""
        return list(self._values)

    def is_table(self, name: str) -> bool:
        """Say whether a field that nobody took yet is a table."""
        return isinstance(self._values.get(name), dict)

    def done(self) -> None:
        """Raise for the first field that nobody took."""
        for name in self._values:
            self.fail(name, f"is no field; there are {', '.join(self._known)}")

    def text(self, name: str, pattern: re.Pattern[str] | None = None, what: str = "text") -> str:
        """Take a text that is not empty, and of the pattern's form."""
        value = self._take(name)
        if not isinstance(value, str) or not value.strip() or (pattern and not pattern.fullmatch(value)):
            self.fail(name, f"{_show(value)} is not {what}")
        return value

    def choice(self, name: str, choices: tuple[str, ...], default: str | None = None) -> str:
        """Take one of the choices; the default, where there is one, may be left out."""
        if default is not None and name not in self._values:
            self._known.append(name)
            return default
        value = self._take(name)
        if value not in choices:
            self.fail(name, f"{_show(value)} is none of {', '.join(choices)}")
        return str(value)

    def number(self, name: str, default: float, *, least: float | None = None, most: float = math.inf) -> float:
        """Take a number, or the default where there is none: above 0, or from `least` on where that is given."""
        if name not in self._values:
            self._known.append(name)
            return default
        value = self._take(name)
        real = isinstance(value, int | float) and not isinstance(value, bool)
        if not real or not (0 < value < math.inf if least is None else least <= value < math.inf) or value > most:
            words = "above 0" if least is None else f"from {least:g} on" if math.isinf(most) else f"from {least:g}"
            words += "" if math.isinf(most) else f" to {most:g}"
            self.fail(name, f"{_show(value)} is not a number {words}")
        return float(value)

    def moment(self, name: str) -> date | None:
        """Take a date or a time (which is a date too), or None where there is none."""
        if name not in self._values:
            self._known.append(name)
            return None
        value = self._take(name)
        if not isinstance(value, date):
            self.fail(name, f"{_show(value)} is not a time; write 2026-11-20T23:59:00+01:00, without quotes")
        return value

    def whole(self, name: str, default: int | None = None) -> int:
        """Take a whole number above 0; the default, where there is one, may be left out."""
        if default is not None and name not in self._values:
            self._known.append(name)
            return default
        value = self._take(name)
        if isinstance(value, bool) or not isinstance(value, int) or value < 1:
            self.fail(name, f"{_show(value)} is not a whole number above 0")
        return value

    def strings(self, name: str) -> list[str]:
        """Take a list of at least one text, none twice."""
        value = self._take(name)
        if not isinstance(value, list) or not value or not all(isinstance(one, str) for one in value):
            self.fail(name, f"{_show(value)} is not a list of at least one text")
        if len(set(value)) < len(value):
            self.fail(name, "names something twice")
        return value

    def numbers(self, name: str) -> list[int]:
        """Take a list of at least one whole number, none twice."""
        value = self._take(name)
        if not isinstance(value, list) or not value or not all(type(one) is int for one in value):
            self.fail(name, f"{_show(value)} is not a list of at least one whole number")
        if len(set(value)) < len(value):
            self.fail(name, "names something twice")
        return value

    def days(self, name: str) -> list[date]:
        """Take a list of days, empty where there is none."""
        if name not in self._values:
            self._known.append(name)
            return []
        value = self._take(name)
        if not isinstance(value, list) or not all(type(one) is date for one in value):
            self.fail(name, f"{_show(value)} is not a list of days; write [2026-12-24, 2026-12-25]")
        return value

    def table(self, name: str) -> Table | None:
        """Take a table, or None where there is none."""
        if name not in self._values:
            self._known.append(name)
            return None
        value = self._take(name)
        if not isinstance(value, dict):
            self.fail(name, f"{_show(value)} is not a table")
        return Table(value, f"{self._place}{name}.")

    def tables(self, name: str) -> list[Table]:
        """Take a list of at least one table."""
        value = self._take(name)
        if not isinstance(value, list) or not value or not all(isinstance(one, dict) for one in value):
            self.fail(name, f"{_show(value)} is not a list of at least one table; write [[{name}]]")
        return [Table(one, f"{self._place}{name}[{i}].") for i, one in enumerate(value)]

    def _take(self, name: str) -> Any:
        self._known.append(name)
        if name not in self._values:
            self.fail(name, "is missing; add it")
        return self._values.pop(name)


def _show(value: object) -> str:
    text = f'"{value}"' if isinstance(value, str) else str(value)
    return text if len(text) <= 60 else text[:57] + "..."
