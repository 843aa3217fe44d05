"""nbgrader's step that takes the solutions out, with a stub that fits a shader's source."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from nbgrader.preprocessors import ClearSolutions
from traitlets import Unicode

if TYPE_CHECKING:
    from nbformat import NotebookNode

__all__ = ["ClearSolutionsAndShaders"]


class ClearSolutionsAndShaders(ClearSolutions):  # type: ignore[misc]  # nbgrader ships no types
    """Replace solutions as nbgrader does; where the delimiter is a `//` comment, by one.

    WGSL stands in a Python string, in which nbgrader's `raise NotImplementedError()` would be a
    riddle for the shader compiler instead of a hint for the student.
    """

    shader_stub = Unicode("// YOUR CODE HERE", help="What replaces a solution between // comments").tag(config=True)

    def _replace_solution_region(self, cell: NotebookNode, language: str) -> bool:
        begin = re.escape(self.begin_solution_delimeter)
        end = re.escape(self.end_solution_delimeter)
        in_shader = re.compile(rf"^([ \t]*)//[^\n]*{begin}(?:(?!{begin})[\s\S])*?{end}[^\n]*$", re.MULTILINE)
        cell.source, shaders = in_shader.subn(self._stub, cell.source)
        others: bool = super()._replace_solution_region(cell, language)
        return others or shaders > 0

    def _stub(self, region: re.Match[str]) -> str:
        return "\n".join(region[1] + line for line in self.shader_stub.split("\n"))
