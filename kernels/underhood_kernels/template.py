"""WGSL with its loops written out: register-blocked kernels from a template and the variant's parameters."""

from __future__ import annotations

from functools import cache
from importlib.resources import files
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence


def wgsl(folder: str, names: Sequence[str], values: Mapping[str, int]) -> str:
    """Return the text of the files `names` in `folder`, one after the other.

    `<name>.wgsl` is taken as it stands; `<name>.wgsl.jinja` is a Jinja template and is rendered with `values`, whose
    names are all that it may use. Raises `jinja2.UndefinedError` for another one.
    """
    return "".join(
        _rendered(folder, name, tuple(sorted(values.items())))
        if files(folder).joinpath(f"{name}.wgsl.jinja").is_file()
        else files(folder).joinpath(f"{name}.wgsl").read_text("utf-8")
        for name in names
    )


@cache
def _rendered(folder: str, name: str, values: tuple[tuple[str, int], ...]) -> str:
    from jinja2 import Environment, StrictUndefined  # noqa: PLC0415 - only templates need it

    # A shader is no page: nothing is to be escaped. The options keep a loop's own lines out of the text.
    environment = Environment(  # noqa: S701
        undefined=StrictUndefined, trim_blocks=True, lstrip_blocks=True, keep_trailing_newline=True
    )
    text = files(folder).joinpath(f"{name}.wgsl.jinja").read_text("utf-8")
    return environment.from_string(text).render(dict(values))
